package dev.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else's PostgreSQL: refused with what to change, or served on as on our own. */
class ExternalDatabaseTest {
  private static final String NOTES =
      """
      dataset: notes
      key: [id]
      schema:
        type: object
        required: [id]
        properties:
          id: {type: string}
          text: {type: string}
      ---
      feed: notes
      dataset: notes
      """;

  private TestDatabase database;

  @TempDir private Path folder;

  @BeforeEach
  void create() {
    database = TestDatabase.database();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private Sluice start(String url, String user, String password) throws Exception {
    Path definitions = Files.createDirectories(folder.resolve("definitions"));
    Files.writeString(definitions.resolve("notes.yaml"), NOTES);
    return Sluice.start(
        new Config(
            folder.resolve("data"),
            new Config.Listen("127.0.0.1", 0, false),
            definitions,
            Set.of(Config.Role.API),
            new Backends.Postgres(url, user, password)));
  }

  private void start() throws Exception {
    start(database.jdbcUrl(), database.user(), database.password()).close();
  }

  private String refusal() {
    return refusal(database.jdbcUrl(), database.user(), database.password());
  }

  private String refusal(String url, String user, String password) {
    return String.valueOf(
        assertThrows(Mistake.class, () -> start(url, user, password)).getMessage());
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String name() {
    return database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
  }

  @Test
  void a_refused_login_and_a_missing_database_are_told_apart_and_no_password_is_shown() {
    String url = database.jdbcUrl();
    String login = refusal(url, database.user(), "s3cret");
    assertTrue(login.contains("--database-password"), login);
    assertFalse(login.contains("s3cret"), login);
    String missing = refusal(url + "_not", database.user(), database.password());
    assertTrue(missing.contains("there is no such database"), missing);
    String mistyped = refusal("jdbc:postgresql://127.0.0.1:x/y", database.user(), "s3cret");
    assertTrue(mistyped.contains("--database must look like"), mistyped);
  }

  @Test
  void a_user_that_may_not_make_tables_is_told_which_rights_it_needs() throws Exception {
    String role = "poor_" + name();
    sql("create role " + role + " login password 'pw'");
    try {
      String refusal = refusal(database.jdbcUrl(), role, "pw");
      assertTrue(refusal.contains("GRANT CREATE ON DATABASE"), refusal);
    } finally {
      sql("drop role " + role);
    }
  }

  @Test
  void a_database_of_another_encoding_is_refused_before_anything_is_made() throws Exception {
    String latin = name() + "_latin";
    sql("create database " + latin + " encoding 'LATIN1' locale 'C' template template0");
    try {
      String refusal = refusal(database.jdbcUrl() + "_latin", database.user(), database.password());
      assertTrue(refusal.contains("UTF8"), refusal);
    } finally {
      sql("drop database " + latin + " with (force)");
    }
  }

  @Test
  void a_database_of_a_newer_version_is_refused() throws Exception {
    start();
    sql(
        """
        insert into sluice.flyway_schema_history
        select installed_rank + 1, '9999', description, type, 'V9999__x.sql', checksum, installed_by,
          installed_on, execution_time, success
        from sluice.flyway_schema_history order by installed_rank desc limit 1
        """);
    assertTrue(refusal().contains("newer Sluice"), refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alter table notes rename to away | is gone",
        "alter table notes rename column text to words | has no column text of type text",
        "alter table notes alter text type int using 1 | has no column text of type text",
      })
  void a_table_that_somebody_changed_is_refused_by_name(String harm, String said) throws Exception {
    start();
    sql(harm);
    assertTrue(refusal().contains(said), refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table notes (id text, text text) | that Sluice did not make",
        "create schema sluice create table batch (id int) | was not made by Sluice",
      })
  void a_table_of_somebody_else_is_left_alone(String made, String said) throws Exception {
    sql(made);
    assertTrue(refusal().contains(said), refusal());
  }

  @Test
  void sessions_are_what_sluice_needs_whatever_the_database_and_the_url_have_set()
      throws Exception {
    sql(
        Stream.of(
                "default_transaction_isolation = serializable",
                "default_transaction_read_only = on",
                "statement_timeout = 1",
                "idle_in_transaction_session_timeout = 1",
                "search_path = nowhere",
                "bytea_output = escape",
                "standard_conforming_strings = off",
                "datestyle = 'SQL, DMY'",
                "array_nulls = off")
            .map(setting -> "alter database " + name() + " set " + setting)
            .toArray(String[]::new));
    String url = database.jdbcUrl() + "?currentSchema=nix&options=-c%20work_mem=5MB";
    start(url, database.user(), database.password()).close();
    try (HikariDataSource pool = ConnectionPool.open(url, database.user(), database.password());
        Connection pooled = pool.getConnection();
        Connection apart = ConnectionPool.apart(pool).getConnection()) {
      for (Connection connection : List.of(pooled, apart)) {
        assertEquals("read committed", show(connection, "transaction_isolation"));
        assertEquals("off", show(connection, "transaction_read_only"));
        assertEquals("0", show(connection, "statement_timeout"));
        assertEquals("0", show(connection, "idle_in_transaction_session_timeout"));
        assertEquals("sluice,public", show(connection, "search_path").replace(" ", ""));
        assertEquals("5MB", show(connection, "work_mem"));
      }
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}

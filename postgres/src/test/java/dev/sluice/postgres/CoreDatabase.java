package dev.sluice.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.run.LocalDispatch;
import dev.sluice.testing.ImportStores;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/** The ports over a real database, empty at the start of each test; one test at a time. */
public final class CoreDatabase {
  private final Stores stores;

  public CoreDatabase() {
    this.stores = stores(Shared.SOURCE);
    clear();
  }

  public Stores stores() {
    return stores;
  }

  public DataSource source() {
    return Shared.SOURCE;
  }

  private static Stores stores(DataSource source) {
    Database database = new Database(source);
    LocalDispatch dispatch = new LocalDispatch();
    return new Stores(
        new PostgresBatchStore(database, dispatch, Samples::id),
        new PostgresDatasetStore(database, dispatch, Samples::id, InstantSource.system()),
        new PostgresDeadLetterStore(database),
        new PostgresReplays(database, dispatch, Samples::id),
        new PostgresBooks(database),
        new PostgresAnswers(database),
        new PostgresTenantStore(database),
        new PostgresSenderStore(database),
        new PostgresTickets(database),
        new ImportStores(
            new PostgresImportStore(database, Samples::id),
            new PostgresUploads(database),
            new PostgresImportQueue(database, dispatch, Samples::id),
            new PostgresRejectedRows(database),
            new PostgresUndos(database, dispatch, Samples::id)));
  }

  /** For another process. */
  public String url() {
    return Shared.SOURCE.getJdbcUrl();
  }

  /** At most so many sessions in the database of this URL. */
  static HikariDataSource pool(String url, int sessions) {
    HikariConfig config = new HikariConfig();
    String and = url.contains("?") ? "&" : "?";
    config.setJdbcUrl(url + and + "currentSchema=" + Database.SEARCH_PATH);
    config.setUsername(TestDatabase.server().user());
    config.setPassword(TestDatabase.server().password());
    config.setConnectionInitSql("set time zone 'Asia/Kathmandu'");
    config.setMaximumPoolSize(sessions);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Deleting a few rows is much faster than a database per test. */
  private static void clear() {
    try (Connection connection = Shared.SOURCE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists public.sales");
      statement.execute("drop table if exists public.visits");
      for (String table :
          List.of(
              "undo_step",
              "import",
              "correction",
              "dead_letter",
              "batch",
              "run",
              "idempotency",
              "dataset",
              "statistics_delta",
              "statistics",
              "before_image",
              "sender",
              "live_ticket",
              "queue",
              "api_key")) {
        statement.execute("delete from sluice." + table);
      }
      statement.execute("delete from sluice.tenant where id <> 'default'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void administer(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                TestDatabase.server().jdbcUrl(),
                TestDatabase.server().user(),
                TestDatabase.server().password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static final class Shared {
    static final HikariDataSource SOURCE = make();

    private static HikariDataSource make() {
      administer("create database core");
      String server = TestDatabase.server().jdbcUrl();
      HikariDataSource source = pool(server.substring(0, server.lastIndexOf('/') + 1) + "core", 8);
      new Database(source).migrate();
      return source;
    }
  }
}

package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A dry run says what the import will come to, also of keys that come twice far apart. */
class DryRunTest {
  /** A chunk has 10,000. */
  private static final int ROWS = 25_000;

  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static String row(String id, String name) {
    return id + "," + name + ",2001-02-03,1.50\n";
  }

  /** Two stored before, and in three chunks: duplicates, conflicts and bad rows of every kind. */
  private static String file(String prefix) {
    StringBuilder file = new StringBuilder(People.HEADER);
    for (int i = 1; i <= ROWS; i++) {
      String id = prefix + i;
      switch (i) {
        case 101 -> file.append(row(prefix + "stored1", "Ann"));
        case 102 -> file.append(row(prefix + "stored2", "Other"));
        case 10_500, 24_000 -> file.append(row(prefix + "7", "Name"));
        case 10_501 -> file.append(row(prefix + "8", "Another"));
        case 20_500 -> file.append(row(prefix + "10600", "Another"));
        case 20_501 -> file.append(row(prefix + "20400", "Name"));
        case 5_000, 15_000 -> file.append(row(id, ""));
        default -> file.append(row(id, "Name"));
      }
    }
    return file.toString();
  }

  private static void store(String type, String prefix) {
    people.load(
        "type=" + type,
        People.HEADER + row(prefix + "stored1", "Ann") + row(prefix + "stored2", "Bob"));
  }

  private static List<String> codes(JsonNode one) {
    String id = one.path("id").asString();
    List<String> codes = new ArrayList<>();
    for (JsonNode row :
        people.server().get("/api/imports/" + id + "/errors?limit=500").json().path("items")) {
      codes.add(row.path("code").asString());
    }
    return codes.stream().sorted().toList();
  }

  private static JsonNode tried(String type, String prefix) {
    store(type, prefix);
    JsonNode dry = people.load("type=" + type + "&dryRun=true", file(prefix));
    people.audit();
    JsonNode again = people.load("type=" + type + "&dryRun=true", file(prefix));
    JsonNode real = people.load("type=" + type, file(prefix));
    assertEquals(real.path("books"), dry.path("books"));
    assertEquals(real.path("status"), dry.path("status"));
    assertEquals(codes(real), codes(dry));
    assertEquals(dry.path("books"), again.path("books"), "the first left nothing");
    people.audit();
    return real;
  }

  @Test
  void keys_in_several_chunks_are_judged_as_an_import_would() {
    JsonNode books = tried("people", "a").path("books");

    assertEquals(ROWS, books.path("received").asLong());
    assertEquals(4, books.path("duplicate").asLong(), books.toString());
    assertEquals(5, books.path("rejected").asLong());
    assertEquals(ROWS - 9, books.path("stored").asLong());
  }

  @Test
  void so_are_rows_that_replace_others() {
    JsonNode books = tried("people-now", "b").path("books");

    assertEquals(2, books.path("rejected").asLong(), books.toString());
    assertEquals(4, books.path("duplicate").asLong(), books.toString());
  }

  @Test
  void so_are_rows_without_a_key() {
    JsonNode books = tried("people-log", "c").path("books");

    assertEquals(ROWS - 2, books.path("stored").asLong(), books.toString());
  }

  @Test
  void the_rows_it_went_by_are_gone_with_its_end() throws SQLException {
    people.load("type=people&dryRun=true", People.rows(90_001, 90_003));
    var database = people.server().database();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select count(*) from pg_class where relname like 'dry_run_%'")) {
      assertTrue(row.next());
      assertEquals(0, row.getInt(1));
    }
  }
}

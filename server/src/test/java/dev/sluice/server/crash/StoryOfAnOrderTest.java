package dev.sluice.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.postgres.TestDatabase;
import dev.sluice.server.telemetry.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * N70, L82, T05: the trace and the log lines of one order, found by its correlation id, from its
 * request to its row, although the process that took it was killed and another landed it.
 */
class StoryOfAnOrderTest {
  private static final String CORRELATION = "the-order-of-this-story";
  private static final String WAITING = "wait_event_type = 'Lock' and datname = current_database()";

  @TempDir private Path folder;

  @Test
  void of_one_order_through_a_kill_and_a_rescue() throws Exception {
    Path definitions = Definitions.nexusstream(folder.resolve("definitions"), "queued");
    try (TestDatabase database = TestDatabase.database();
        Collector collector = Collector.start()) {
      ServerProcess first = start(definitions, database, collector);
      Collector.Span request;
      Collector.Span commit;
      try (Connection connection = database.dataSource().getConnection()) {
        // Nobody can land an order while this is held.
        connection.setAutoCommit(false);
        execute(connection, "lock table " + ordersTable(connection) + " in exclusive mode");
        new Sender(first::url)
            .send("/api/feed/partner-a", order(), "X-Correlation-Id", CORRELATION);
        request = collector.await(span -> span.name().equals("POST /api/feed/{feed}"));
        commit = collector.await(span -> span.name().equals("commit orders"));
        awaitState(database, "leased");
        await(database, "select count(*) from pg_stat_activity where " + WAITING, "1");
        first.kill();
        endWaiting(connection);
        connection.rollback();
      }
      // As if the 30 s of the dead worker's lease were over.
      sql(database, "update batch set lease_until = now() where state = 'leased'");
      ServerProcess second = start(definitions, database, collector);
      try {
        awaitState(database, "settled");
        String record =
            new Sender(second::url).get("/api/orders").path("items").path(0).path("id").asString();
        Collector.Span handled = collector.await(span -> span.name().equals("handle feed"));
        Collector.Span stored = collector.await(span -> span.name().equals("store orders"));
        trace(List.of(request, commit, handled, stored), record);
        log(record);
      } finally {
        second.stop();
      }
    }
  }

  private ServerProcess start(Path definitions, TestDatabase database, Collector collector)
      throws IOException {
    Path user = Files.writeString(folder.resolve("user"), database.user());
    Path password = Files.writeString(folder.resolve("password"), database.password());
    return ServerProcess.start(
        folder.resolve("data"),
        definitions,
        0,
        "--database",
        database.jdbcUrl(),
        "--database-user",
        "file:" + user,
        "--database-password",
        "file:" + password,
        "--otlp-endpoint",
        collector.url());
  }

  /** The dead worker's session has been sent all it needs to land the order without it. */
  private static void endWaiting(Connection connection) throws SQLException {
    assertEquals(
        "1",
        text(
            connection,
            """
            with waiting as materialized (
              select pid from pg_stat_activity where %s)
            select count(*) from waiting where pg_terminate_backend(pid, 60000)
            """
                .formatted(WAITING)));
  }

  private static String order() {
    return new Orders(1, 1).bodies().getFirst();
  }

  private static String ordersTable(Connection connection) throws SQLException {
    return text(
        connection,
        "select quote_ident(table_schema) || '.' || quote_ident(table_name)"
            + " from information_schema.tables where table_name = 'orders'");
  }

  private static void awaitState(TestDatabase database, String state)
      throws SQLException, InterruptedException {
    await(database, "select string_agg(state, ',') from batch", state);
  }

  private static void await(TestDatabase database, String sql, String wanted)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!sql(database, sql).equals(wanted)) {
      assertTrue(System.nanoTime() < deadline, "not " + wanted + " in time: " + sql);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static String sql(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return text(connection, sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() && row.getString(1) != null ? row.getString(1) : "";
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    String nothing = text(connection, sql);
    assertEquals("", nothing);
  }

  /** Each span is the child of the one before, over both processes. */
  private static void trace(List<Collector.Span> spans, String record) {
    String parent = "";
    for (Collector.Span span : spans) {
      assertEquals(spans.getFirst().trace(), span.trace(), span.toString());
      assertEquals(parent, span.parent(), span.toString());
      parent = span.id();
    }
    assertEquals(CORRELATION, spans.getFirst().attributes().get("sluice.correlation_id"));
    assertEquals("1", spans.get(2).attributes().get("sluice.rescues"));
    assertEquals("done", spans.get(2).attributes().get("sluice.outcome"));
    assertEquals(record, spans.get(3).attributes().get("sluice.record"));
    assertEquals(spans.get(0).pid(), spans.get(1).pid());
    assertNotEquals(spans.get(1).pid(), spans.get(2).pid());
  }

  private void log(String record) throws IOException {
    List<JsonNode> lines =
        Files.readAllLines(folder.resolve("server.log")).stream()
            .filter(line -> line.contains("\"correlationId\":\"" + CORRELATION + "\""))
            .map(line -> JsonMapper.shared().readTree(line))
            .toList();
    // A worker may have it before the line of its acceptance is written.
    List<JsonNode> accepted =
        lines.stream().filter(line -> message(line).equals("batch accepted")).toList();
    assertEquals(1, accepted.size(), lines.toString());
    List<String> story =
        lines.stream()
            .map(StoryOfAnOrderTest::message)
            .filter(message -> message.startsWith("batch ") && !message.endsWith("accepted"))
            .toList();
    assertEquals(
        List.of("batch leased", "batch rescued", "batch leased", "batch stored"),
        story,
        lines.toString());
    assertEquals("[" + record + "]", lines.getLast().path("ids").asString());
    assertEquals("[" + CORRELATION + "]", accepted.getFirst().path("requests").asString());
    String batch = accepted.getFirst().path("batch").asString();
    lines.stream()
        .filter(line -> message(line).startsWith("batch "))
        .forEach(line -> assertEquals(batch, line.path("batch").asString(), line.toString()));
  }

  private static String message(JsonNode line) {
    return line.path("message").asString();
  }
}

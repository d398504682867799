package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 8: what others do to the database is nobody's record's fault. */
class OutsiderTest {
  private static final String QUEUED =
      """
      feed: later
      dataset: orders
      landing: queued
      retry: {maxAttempts: 1, initialDelay: 1s}
      map: '$merge([{"externalOrderId": id, "partnerId": "P", "sequenceNumber": 1, "productId": "p",
        "customerId": "c", "quantity": 1, "unitPrice": 1, "taxRate": 0, "grossAmount": 1,
        "taxAmount": 0, "netAmount": 1, "transactionTime": "2024-01-15T10:30:00Z"}])'
      """;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(false, QUEUED);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alter table orders rename to away | alter table away rename to orders",
        "alter table orders rename quantity to many | alter table orders rename many to quantity",
        "alter table orders alter quantity type boolean using true"
            + " | alter table orders alter quantity type bigint using 1",
      })
  void a_table_that_is_not_as_it_was_means_503_until_it_is_mended(String harm, String mend)
      throws SQLException {
    String id = Integer.toHexString(harm.hashCode());
    sql(harm);
    try {
      assertEquals(202, server.post("/api/feed/later", "{\"id\":\"" + id + "\"}").status());
      TestServer.Reply away = server.post("/api/feed/partner-a", TestServer.order(id, 1));
      assertEquals(503, away.status(), away.text());
      assertTrue(Integer.parseInt(away.header("Retry-After")) > 0);
      server.await(() -> epoch() > 1); // a worker had it and gave it back
    } finally {
      sql(mend);
    }
    assertEquals(202, server.post("/api/feed/partner-a", TestServer.order(id, 1)).status());
    server.await(() -> server.get("/api/books").json().path("total").path("inFlight").asInt() == 0);
    assertEquals(0, server.get("/api/books").json().path("total").path("dead").asInt());
    assertTrue(server.get("/api/books/audit").json().path("balanced").asBoolean());
  }

  private static long epoch() {
    try (Connection connection = server.database().connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select max(epoch) from sluice.batch")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sql(String sql) throws SQLException {
    try (Connection connection = server.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

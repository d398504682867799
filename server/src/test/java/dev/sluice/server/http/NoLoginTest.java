package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Without a login a request is the operator's, unless it brings a key. */
class NoLoginTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_key_counts_where_it_is_sent() {
    Reply made = server.post("/api/tenants/default/keys", "{\"scopes\":[\"read\"]}");
    assertEquals(201, made.status(), made.text());
    String key = Keyed.text(made.json());
    assertEquals(200, server.get("/api/queues").status());
    assertEquals(403, server.get("/api/queues", Keyed.HEADER, key).status());
    assertEquals(200, server.get("/api/orders", Keyed.HEADER, key).status());
    assertEquals(401, server.get("/api/orders", Keyed.HEADER, key + "x").status());
  }
}

package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may watch where there is a login. */
class LiveLoginTest {
  private static TestServer server;
  private static String bearer = "";

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(true, "");
    bearer = "Bearer " + Files.readString(server.data().resolve("operator.token")).strip();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String ticket(TestServer at) {
    Reply reply = at.post("/api/live/tickets", "", "Authorization", bearer);
    assertEquals(201, reply.status(), reply.text());
    assertEquals("no-store", reply.header("Cache-Control"));
    return reply.json().path("ticket").asString();
  }

  private static int refused(String query, String... headers) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> new LiveClient(server, query, headers));
    return assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
        .getResponse()
        .statusCode();
  }

  @Test
  void nobody_watches_without_a_credential() throws Exception {
    assertEquals(401, refused("?topics=runs"));
    assertEquals(401, refused("?topics=runs&ticket=made-up"));
    assertEquals(401, refused("?topics=runs&ticket=" + "x".repeat(500)));
    assertEquals(401, refused("?topics=runs", "Authorization", "Bearer nonsense"));
    assertEquals(401, server.post("/api/live/tickets", "").status());
    try (EventSource source = new EventSource(server, "?topics=runs")) {
      assertEquals(401, source.status());
    }
  }

  @Test
  void the_operators_token_opens_a_socket() throws Exception {
    try (LiveClient client = new LiveClient(server, "?topics=queues", "Authorization", bearer)) {
      assertEquals("queues", client.next().path("topic").asString());
    }
  }

  @Test
  void a_ticket_opens_one_socket_or_stream_at_any_process() throws Exception {
    String first = ticket(server);
    try (LiveClient client = new LiveClient(server, "?topics=queues&ticket=" + first)) {
      assertEquals("queues", client.next().path("topic").asString());
    }
    assertEquals(401, refused("?topics=queues&ticket=" + first));
    try (TestServer twin = server.twin()) {
      String second = ticket(twin);
      try (EventSource source = new EventSource(server, "?topics=queues&ticket=" + second)) {
        assertEquals("queues", source.next().data().path("topic").asString());
      }
      try (EventSource spent = new EventSource(twin, "?topics=queues&ticket=" + second)) {
        assertEquals(401, spent.status());
      }
    }
  }

  @Test
  void a_ticket_opens_nothing_else() {
    assertEquals(401, server.get("/api/runs?ticket=" + ticket(server)).status());
  }
}

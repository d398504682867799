package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Topics over a WebSocket (B09, B31, N17). */
class LiveTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String topic(JsonNode message) {
    return message.path("topic").asString("");
  }

  private static JsonNode books(JsonNode message) {
    return message.path("data").path("items").path(0).path("books");
  }

  private static String post(String id) {
    return server
        .post("/api/feed/partner-a", TestServer.order(id, 1))
        .json()
        .path("run")
        .asString();
  }

  @Test
  void the_current_state_comes_first_and_then_what_is_newer() throws Exception {
    String run = post("live-0");
    try (LiveClient client = new LiveClient(server, "?topics=runs,queues,runs/" + run)) {
      ObjectNode first = TestServer.JSON.createObjectNode();
      while (first.size() < 3) {
        JsonNode message = client.next();
        first.set(topic(message), message);
      }
      JsonNode before = first.path("runs/" + run);
      assertEquals(run, before.path("data").path("id").asString());
      long stored = before.path("data").path("books").path("stored").asLong();
      post("live-1");
      JsonNode after =
          client.next(message ->
              topic(message).equals("runs/" + run)
                  && message.path("data").path("books").path("stored").asLong() == stored + 1);
      assertTrue(after.path("version").asLong() > before.path("version").asLong());
      assertEquals(server.get("/api/runs/" + run).json(), after.path("data"));
      assertEquals(
          server.get("/api/queues").json(),
          first.path("queues").path("data"),
          "data is what the resource answers");
    }
  }

  @Test
  void topics_change_by_message() throws Exception {
    String run = post("live-2");
    try (LiveClient client = new LiveClient(server, "?topics=runs")) {
      assertEquals("runs", topic(client.next()));
      client.send("{\"subscribe\":[\"runs/" + run + "\"],\"unsubscribe\":[\"runs\"]}");
      client.next(message -> topic(message).equals("runs/" + run));
      post("live-3");
      client.next(message -> {
        assertEquals("runs/" + run, topic(message));
        return true;
      });
    }
  }

  @Test
  void what_cannot_be_had_is_refused_by_name_and_the_rest_goes_on() throws Exception {
    String none = "runs/018f4c3e-0000-7000-8000-000000000000";
    try (LiveClient client = new LiveClient(server, "?topics=rums," + none + ",runs/x")) {
      ObjectNode errors = TestServer.JSON.createObjectNode();
      while (errors.size() < 3) {
        JsonNode error = client.next().path("error");
        errors.set(error.path("topic").asString(), error);
      }
      assertEquals("unknown-topic", errors.path("rums").path("code").asString());
      assertTrue(errors.path("rums").path("detail").asString().contains("did you mean `runs`"));
      assertEquals("not-found", errors.path(none).path("code").asString());
      assertEquals("not-found", errors.path("runs/x").path("code").asString());
      for (String bad :
          new String[] {"", "[]", "not json", "{\"subscribe\":\"runs\"}", "{\"hello\":[]}"}) {
        client.send(bad);
        assertEquals("bad-message", client.next().path("error").path("code").asString(), bad);
      }
      client.send("{\"subscribe\":[\"queues\"]}");
      assertEquals("queues", topic(client.next()));
    }
  }

  @Test
  void versions_only_grow_and_the_last_state_is_the_newest() throws Exception {
    try (LiveClient client = new LiveClient(server, "?topics=runs")) {
      JsonNode first = client.next();
      long stored = books(first).path("stored").asLong(0);
      for (int i = 0; i < 40; i++) {
        post("grow-" + i);
      }
      long version = first.path("version").asLong();
      JsonNode last = first;
      while (books(last).path("stored").asLong() < stored + 40) {
        last = client.next();
        assertTrue(last.path("version").asLong() > version);
        version = last.path("version").asLong();
      }
      assertEquals(stored + 40, books(last).path("stored").asLong());
    }
  }

  @Test
  void any_process_serves_any_topic_and_versions_do_not_go_back_on_the_way() throws Exception {
    String run = post("twin-0");
    try (TestServer twin = server.twin();
        LiveClient there = new LiveClient(twin, "?topics=runs/" + run)) {
      long seen = there.next().path("version").asLong();
      for (int i = 1; i < 6; i++) {
        post("twin-" + i);
        long stored = server.get("/api/runs/" + run).json().path("books").path("stored").asLong();
        JsonNode heard =
            there.next(
                message -> message.path("data").path("books").path("stored").asLong() == stored);
        assertTrue(heard.path("version").asLong() > seen);
        try (LiveClient here = new LiveClient(server, "?topics=runs/" + run)) {
          seen = here.next().path("version").asLong();
          assertTrue(seen >= heard.path("version").asLong());
        }
      }
    }
  }

  @Test
  void a_server_that_stops_says_that_it_goes() throws Exception {
    try (TestServer twin = server.twin();
        LiveClient client = new LiveClient(twin, "?topics=queues")) {
      client.next();
      twin.restart();
      assertEquals(1001, client.awaitClose());
    }
  }

  @Test
  void connections_are_counted() throws Exception {
    try (LiveClient client = new LiveClient(server, "?topics=queues");
        LiveClient other = new LiveClient(server, "")) {
      client.next();
      other.send("{\"subscribe\":[\"queues\"]}");
      other.next();
      awaitCount(2);
    }
    awaitCount(0);
  }

  private static void awaitCount(int wanted) {
    String line = "sluice_websocket_connections " + wanted + ".0";
    server.await(() -> server.get("/metrics").text().contains(line));
  }

  @Test
  void a_page_from_elsewhere_is_not_let_in() {
    CompletionException refused =
        assertThrows(
            CompletionException.class,
            () -> new LiveClient(server, "?topics=runs", "Origin", "https://elsewhere.example"));
    var answer = assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
    assertEquals(403, answer.getResponse().statusCode());
    try (LiveClient own = new LiveClient(server, "?topics=queues", "Origin", server.url())) {
      own.send("{}");
    }
  }

  @Test
  void too_long_a_message_ends_the_connection_and_no_other() throws Exception {
    try (LiveClient client = new LiveClient(server, "?topics=queues");
        LiveClient other = new LiveClient(server, "?topics=queues")) {
      client.sendWhatMayBeRefused("{\"subscribe\":[\"" + "x".repeat(100_000) + "\"]}");
      assertEquals(1009, client.awaitClose());
      assertEquals("queues", topic(other.next()));
    }
  }
}

package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

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

  @Test
  void the_current_state_comes_first_and_then_what_is_newer() throws Exception {
    try (LiveClient client = new LiveClient(server, "?topics=runs,queues")) {
      JsonNode one = client.next();
      JsonNode two = client.next();
      assertEquals(2, java.util.Set.of(topic(one), topic(two)).size());
      server.post("/api/feed/partner-a", TestServer.order("live-1", 1));
      JsonNode changed =
          client.next(message ->
              topic(message).equals("runs")
                  && message.path("data").path("items").path(0).path("books").path("stored").asInt()
                      > 0);
      assertTrue(changed.path("version").asLong() > one.path("version").asLong());
      String run = changed.path("data").path("items").path(0).path("id").asString();
      client.send("{\"subscribe\":[\"runs/" + run + "\"],\"unsubscribe\":[\"runs\"]}");
      JsonNode shown = client.next(message -> topic(message).equals("runs/" + run));
      assertEquals(server.get("/api/runs/" + run).json(), shown.path("data"));
    }
  }
}

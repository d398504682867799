package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same topics as server-sent events. */
class LiveStreamTest {
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
  void events_have_their_version_as_id_and_a_reconnect_begins_with_the_current_state()
      throws Exception {
    String order = TestServer.order("sse-1", 1);
    String run = server.post("/api/feed/partner-a", order).json().path("run").asString();
    String id;
    try (EventSource source = new EventSource(server, "?topics=runs/" + run)) {
      EventSource.Event first = source.next();
      assertEquals("message", first.type());
      assertEquals(first.id(), Long.toString(first.data().path("version").asLong()));
      assertEquals(run, first.data().path("data").path("id").asString());
      server.post("/api/feed/partner-a", TestServer.order("sse-2", 1));
      EventSource.Event second = source.next();
      assertTrue(Long.parseLong(second.id()) > Long.parseLong(first.id()));
      assertEquals(2, second.data().path("data").path("books").path("stored").asInt());
      id = second.id();
    }
    for (String last : new String[] {id, "0", "nonsense", "9".repeat(40)}) {
      try (EventSource again =
          new EventSource(server, "?topics=runs/" + run, "Last-Event-ID", last)) {
        EventSource.Event now = again.next();
        assertEquals(2, now.data().path("data").path("books").path("stored").asInt());
        assertTrue(Long.parseLong(now.id()) >= Long.parseLong(id));
      }
    }
  }

  @Test
  void what_cannot_be_had_is_an_event_of_its_own() throws Exception {
    try (EventSource source = new EventSource(server, "?topics=nothing,queues")) {
      EventSource.Event problem = source.next();
      assertEquals("problem", problem.type());
      assertEquals("", problem.id());
      assertEquals("unknown-topic", problem.data().path("error").path("code").asString());
      assertEquals("queues", source.next().data().path("topic").asString());
    }
  }

  @Test
  void a_stream_of_nothing_is_refused() {
    Reply reply = server.get("/api/live", "Accept", "text/event-stream");
    assertEquals(400, reply.status());
    assertEquals("topics", reply.json().path("errors").path(0).path("field").asString());
  }

  @Test
  void whoever_wants_no_events_is_told_what_to_ask_for() {
    assertEquals(406, server.get("/api/live?topics=runs").status());
    assertEquals(400, server.get("/api/live?topic=runs", "Accept", "text/event-stream").status());
    assertEquals(
        403,
        server
            .get("/api/live", "Accept", "text/event-stream", "Origin", "https://elsewhere.example")
            .status());
  }

  @Test
  void a_stream_ends_when_its_server_stops_and_is_no_latency() throws Exception {
    try (TestServer twin = server.twin();
        EventSource source = new EventSource(twin, "?topics=queues")) {
      source.next();
      String before = twin.get("/metrics").text();
      assertTrue(before.contains("sluice_event_stream_connections 1.0"));
      assertTrue(
          before.lines().noneMatch(line -> line.contains("route=\"/api/live\"")),
          "how long somebody watches is no latency");
      twin.restart();
      EventSource.Event last = source.next();
      while (last.type().equals("message")) {
        last = source.next();
      }
      assertEquals("end", last.type());
    }
  }

  @Test
  void a_stream_may_name_as_many_topics_as_a_connection_may_watch() throws Exception {
    StringBuilder topics = new StringBuilder();
    for (int i = 0; i < 99; i++) {
      topics.append("imports/").append(UUID.randomUUID()).append(',');
    }
    try (EventSource source = new EventSource(server, "?topics=" + topics + "runs")) {
      assertEquals(200, source.status());
    }
  }
}

package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  private static final String KEY = "Idempotency-Key";

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
  void the_same_request_gets_the_same_answer_also_after_a_restart() {
    String order = TestServer.order("i1", 1);
    Reply first = server.post("/api/feed/partner-a", order, KEY, "k1");
    Reply again = server.post("/api/feed/partner-a", order, KEY, "k1");
    server.restart();
    Reply later = server.post("/api/feed/partner-a", order, KEY, "k1");

    assertEquals("stored", first.json().path("status").asString());
    assertEquals("", first.header("Idempotent-Replayed"));
    for (Reply reply : List.of(again, later)) {
      assertEquals(202, reply.status());
      assertArrayEquals(first.response().body(), reply.response().body());
      assertEquals("true", reply.header("Idempotent-Replayed"));
    }
  }

  @Test
  void a_rejection_is_replayed_too() {
    Reply first = server.post("/api/feed/partner-a", "{}", KEY, "k2");
    Reply again = server.post("/api/feed/partner-a", "{}", KEY, "k2");

    assertEquals(422, first.status());
    assertEquals(422, again.status());
    assertArrayEquals(first.response().body(), again.response().body());
  }

  @Test
  void another_body_or_route_under_the_same_key_is_a_mistake() {
    server.post("/api/feed/partner-a", TestServer.order("i3", 1), KEY, "k3");
    Reply body = server.post("/api/feed/partner-a", TestServer.order("i3", 2), KEY, "k3");
    Reply route = server.post("/api/feed/partner-a/batch", TestServer.order("i3", 1), KEY, "k3");

    assertEquals(422, body.status());
    assertEquals("idempotency-key-reused", body.code());
    assertEquals("idempotency-key-reused", route.code());
  }

  @Test
  void requests_of_one_key_take_turns() throws InterruptedException, ExecutionException {
    String order = TestServer.order("i4", 1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> replies =
          IntStream.range(0, 12)
              .mapToObj(i ->
                  threads.submit(() -> server.post("/api/feed/partner-a/batch", order, KEY, "k4")))
              .toList();
      for (Future<Reply> reply : replies) {
        assertEquals(1, reply.get().json().path("stored").asInt(), reply.get().text());
      }
    }
  }

  @Test
  void a_key_that_cannot_be_one_is_refused() {
    assertEquals(400, server.post("/api/feed/partner-a", "{}", KEY, "k".repeat(300)).status());
  }

  @Test
  void two_keys_for_one_request_are_a_mistake() {
    for (String second : new String[] {"twice-1", "twice-2"}) {
      Reply reply =
          server.post(
              "/api/feed/partner-a", TestServer.order("twice", 1), KEY, "twice-1", KEY, second);
      assertEquals(400, reply.status(), reply.text());
      assertEquals("parameter", reply.code());
    }
  }
}

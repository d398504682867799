package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The replay of one letter over HTTP, with the books right at every step (N04, L67, E55). */
class ReplayTest {
  private static final String KEY = "Idempotency-Key";

  private static Replaying desk;
  private static TestServer server;

  @BeforeAll
  static void start() {
    desk = new Replaying();
    server = desk.server();
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @Test
  void a_replay_with_a_mended_payload_answers_with_the_record_it_became() throws Exception {
    String order = Replaying.fresh();
    String letter = desk.letter(order, 0);
    JsonNode before = server.get("/api/books").json();
    Reply reply = desk.replay(letter, "{\"payload\":" + TestServer.order(order, 3) + "}");
    assertEquals(200, reply.status(), reply.text());
    JsonNode json = reply.json();
    assertEquals("stored", json.path("status").asString());
    assertEquals(letter, json.path("deadLetterId").asString());
    String run = json.path("run").asString();
    assertEquals("/api/runs/" + run, reply.header("Location"));
    JsonNode record = server.get("/api/orders/" + json.path("id").asString()).json();
    assertEquals(3, record.path("quantity").asInt());
    assertEquals(run, record.path("origin").path("run").asString());
    JsonNode now = desk.show(letter);
    assertEquals("resolved", now.path("state").asString());
    assertEquals("stored", now.path("resolution").asString());
    assertEquals(json.path("id"), now.path("record"));
    assertEquals(1, now.path("replays").asInt());
    assertEquals(run, now.path("history").path(0).path("run").asString());
    assertEquals(0, now.path("original").path("quantity").asInt());
    JsonNode after = server.get("/api/books").json();
    assertEquals(before.path("total"), after.path("total"), "closed books stay as they are");
    assertEquals(before.path("openProblems").asLong() - 1, after.path("openProblems").asLong());
    JsonNode finished = desk.finished(run);
    assertEquals("replay", finished.path("kind").asString());
    assertEquals("partner-a", finished.path("name").asString());
    assertEquals("completed", finished.path("status").asString());
    assertEquals(1, finished.path("books").path("stored").asInt());
    desk.assertAudit();
  }

  @Test
  void one_that_fails_again_is_the_same_letter_with_its_new_errors() {
    String letter = desk.letter(Replaying.fresh(), 0);
    Reply reply = desk.replay(letter, "{\"payload\":{\"orderId\":\"x\"}}");
    assertEquals(200, reply.status());
    assertEquals("rejected", reply.json().path("status").asString());
    assertEquals("required", reply.json().path("code").asString());
    assertTrue(reply.json().path("errors").size() > 1);
    assertTrue(reply.json().path("id").isNull());
    JsonNode now = desk.show(letter);
    assertEquals("open", now.path("state").asString());
    assertEquals("required", now.path("code").asString());
    assertEquals(1, now.path("replays").asInt());
    assertEquals("rejected", now.path("history").path(0).path("outcome").asString());
    desk.assertAudit();
  }

  @Test
  void a_conflict_is_overwritten_when_somebody_says_so() {
    String order = Replaying.fresh();
    Reply stored = server.post("/api/feed/partner-a", TestServer.order(order, 1));
    String id = stored.json().path("id").asString();
    String letter = desk.letter(order, 5);
    BigDecimal before = gross();
    Reply again = desk.replay(letter, "{}");
    assertEquals("rejected", again.json().path("status").asString());
    assertEquals("conflict", again.json().path("code").asString());
    assertEquals(id, again.json().path("id").asString());
    assertEquals(400, desk.replay(letter, "{\"onConflict\":\"overwite\"}").status());
    Reply overwritten = desk.replay(letter, "{\"onConflict\":\"overwrite\"}");
    assertEquals("stored", overwritten.json().path("status").asString(), overwritten.text());
    assertEquals(id, overwritten.json().path("id").asString());
    assertEquals(5, server.get("/api/orders/" + id).json().path("quantity").asInt());
    assertEquals(
        0, gross().subtract(before).compareTo(new BigDecimal("119.96")), "4 more at 29.99");
    Reply resent = server.post("/api/feed/partner-a", TestServer.order(order, 5));
    assertEquals("duplicate", resent.json().path("status").asString());
    desk.assertAudit();
  }

  private static BigDecimal gross() {
    JsonNode stats = server.get("/api/orders/stats?fresh=true").json();
    return stats.path("bySource").values().stream()
        .map(source -> new BigDecimal(source.path("sums").path("grossAmount").asString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void what_is_stored_by_now_is_a_duplicate() {
    String order = Replaying.fresh();
    String letter = desk.letter(order, 0);
    server.post("/api/feed/partner-a", TestServer.order(order, 2));
    Reply reply = desk.replay(letter, "{\"payload\":" + TestServer.order(order, 2) + "}");
    assertEquals("duplicate", reply.json().path("status").asString());
    assertEquals("duplicate", desk.show(letter).path("resolution").asString());
  }

  @Test
  void clicks_at_the_same_time_store_once() throws Exception {
    String order = Replaying.fresh();
    String letter = desk.letter(order, 0);
    String body = "{\"payload\":" + TestServer.order(order, 2) + "}";
    int stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> clicks =
          IntStream.range(0, 6)
              .mapToObj(i -> threads.submit(() -> desk.replay(letter, body)))
              .toList();
      for (Future<Reply> click : clicks) {
        Reply reply = click.get();
        if (reply.status() == 200) {
          stored++;
          assertEquals("stored", reply.json().path("status").asString());
        } else {
          assertEquals(409, reply.status());
          assertEquals("not-open", reply.code());
        }
      }
    }
    assertEquals(1, stored);
    desk.assertAudit();
  }

  @Test
  void a_click_with_a_key_gets_its_answer_again_also_after_a_restart() {
    String order = Replaying.fresh();
    String letter = desk.letter(order, 0);
    String body = "{\"payload\":" + TestServer.order(order, 2) + "}";
    Reply first = desk.replay(letter, body, KEY, order);
    Reply again = desk.replay(letter, body, KEY, order);
    server.restart();
    Reply later = desk.replay(letter, body, KEY, order);
    assertEquals("stored", first.json().path("status").asString());
    for (Reply reply : List.of(again, later)) {
      assertEquals(200, reply.status());
      assertArrayEquals(first.response().body(), reply.response().body());
      assertEquals("true", reply.header("Idempotent-Replayed"));
    }
    assertEquals("idempotency-key-reused", desk.replay(letter, "{}", KEY, order).code());
  }
}

package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replays over HTTP, one letter or many, with the books right at every step (N04, L67, E55). */
class ReplayTest {
  private static final String KEY = "Idempotency-Key";
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String QUEUED =
      """
      feed: later
      dataset: orders
      landing: queued
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

  private static String fresh() {
    return "replay-" + NEXT.incrementAndGet();
  }

  private static String letter(String order, int quantity) {
    Reply reply = server.post("/api/feed/partner-a", TestServer.order(order, quantity));
    String letter = reply.json().path("deadLetterId").asString("");
    assertTrue(!letter.isEmpty(), reply.text());
    return letter;
  }

  private static String path(String letter) {
    return "/api/dead-letters/" + letter;
  }

  private static JsonNode show(String letter) {
    return server.get(path(letter)).json();
  }

  private static Reply replay(String letter, String body, String... headers) {
    return server.post(path(letter) + "/replay", body, headers);
  }

  private static void assertAudit() {
    JsonNode audit = server.get("/api/books/audit").json();
    assertEquals(0, audit.path("differences").size(), audit.toString());
  }

  /** The run once it is over. */
  private static JsonNode finished(String run) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    JsonNode now = server.get("/api/runs/" + run).json();
    while (now.path("status").asString().equals("running")) {
      assertTrue(System.nanoTime() < deadline, now.toString());
      TimeUnit.MILLISECONDS.sleep(20);
      now = server.get("/api/runs/" + run).json();
    }
    return now;
  }

  @Test
  void a_replay_with_a_mended_payload_answers_with_the_record_it_became() throws Exception {
    String order = fresh();
    String letter = letter(order, 0);
    JsonNode before = server.get("/api/books").json();
    Reply reply = replay(letter, "{\"payload\":" + TestServer.order(order, 3) + "}");
    assertEquals(200, reply.status(), reply.text());
    JsonNode json = reply.json();
    assertEquals("stored", json.path("status").asString());
    assertEquals(letter, json.path("deadLetterId").asString());
    String run = json.path("run").asString();
    assertEquals("/api/runs/" + run, reply.header("Location"));
    JsonNode record = server.get("/api/orders/" + json.path("id").asString()).json();
    assertEquals(3, record.path("quantity").asInt());
    assertEquals(run, record.path("origin").path("run").asString());
    JsonNode now = show(letter);
    assertEquals("resolved", now.path("state").asString());
    assertEquals("stored", now.path("resolution").asString());
    assertEquals(json.path("id"), now.path("record"));
    assertEquals(1, now.path("replays").asInt());
    assertEquals(run, now.path("history").path(0).path("run").asString());
    assertEquals(0, now.path("original").path("quantity").asInt());
    JsonNode after = server.get("/api/books").json();
    assertEquals(before.path("total"), after.path("total"), "closed books stay as they are");
    assertEquals(before.path("openProblems").asLong() - 1, after.path("openProblems").asLong());
    JsonNode finished = finished(run);
    assertEquals("replay", finished.path("kind").asString());
    assertEquals("partner-a", finished.path("name").asString());
    assertEquals("completed", finished.path("status").asString());
    assertEquals(1, finished.path("books").path("stored").asInt());
    assertAudit();
  }

  @Test
  void one_that_fails_again_is_the_same_letter_with_its_new_errors() {
    String letter = letter(fresh(), 0);
    Reply reply = replay(letter, "{\"payload\":{\"orderId\":\"x\"}}");
    assertEquals(200, reply.status());
    assertEquals("rejected", reply.json().path("status").asString());
    assertEquals("required", reply.json().path("code").asString());
    assertTrue(reply.json().path("errors").size() > 1);
    assertTrue(reply.json().path("id").isNull());
    JsonNode now = show(letter);
    assertEquals("open", now.path("state").asString());
    assertEquals("required", now.path("code").asString());
    assertEquals(1, now.path("replays").asInt());
    assertEquals("rejected", now.path("history").path(0).path("outcome").asString());
    assertAudit();
  }

  @Test
  void a_conflict_is_overwritten_when_somebody_says_so() {
    String order = fresh();
    Reply stored = server.post("/api/feed/partner-a", TestServer.order(order, 1));
    String id = stored.json().path("id").asString();
    String letter = letter(order, 5);
    BigDecimal before = gross();
    Reply again = replay(letter, "{}");
    assertEquals("rejected", again.json().path("status").asString());
    assertEquals("conflict", again.json().path("code").asString());
    assertEquals(id, again.json().path("id").asString());
    assertEquals(400, replay(letter, "{\"onConflict\":\"overwite\"}").status());
    Reply overwritten = replay(letter, "{\"onConflict\":\"overwrite\"}");
    assertEquals("stored", overwritten.json().path("status").asString(), overwritten.text());
    assertEquals(id, overwritten.json().path("id").asString());
    assertEquals(5, server.get("/api/orders/" + id).json().path("quantity").asInt());
    assertEquals(
        0, gross().subtract(before).compareTo(new BigDecimal("119.96")), "4 more at 29.99");
    Reply resent = server.post("/api/feed/partner-a", TestServer.order(order, 5));
    assertEquals("duplicate", resent.json().path("status").asString());
    assertAudit();
  }

  private static BigDecimal gross() {
    JsonNode stats = server.get("/api/orders/stats?fresh=true").json();
    return stats.path("bySource").values().stream()
        .map(source -> new BigDecimal(source.path("sums").path("grossAmount").asString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void what_is_stored_by_now_is_a_duplicate() {
    String order = fresh();
    String letter = letter(order, 0);
    server.post("/api/feed/partner-a", TestServer.order(order, 2));
    Reply reply = replay(letter, "{\"payload\":" + TestServer.order(order, 2) + "}");
    assertEquals("duplicate", reply.json().path("status").asString());
    assertEquals("duplicate", show(letter).path("resolution").asString());
  }

  @Test
  void clicks_at_the_same_time_store_once() throws Exception {
    String order = fresh();
    String letter = letter(order, 0);
    String body = "{\"payload\":" + TestServer.order(order, 2) + "}";
    int stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> clicks =
          IntStream.range(0, 6).mapToObj(i -> threads.submit(() -> replay(letter, body))).toList();
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
    assertAudit();
  }

  @Test
  void a_click_with_a_key_gets_its_answer_again_also_after_a_restart() {
    String order = fresh();
    String letter = letter(order, 0);
    String body = "{\"payload\":" + TestServer.order(order, 2) + "}";
    Reply first = replay(letter, body, KEY, order);
    Reply again = replay(letter, body, KEY, order);
    server.restart();
    Reply later = replay(letter, body, KEY, order);
    assertEquals("stored", first.json().path("status").asString());
    for (Reply reply : List.of(again, later)) {
      assertEquals(200, reply.status());
      assertArrayEquals(first.response().body(), reply.response().body());
      assertEquals("true", reply.header("Idempotent-Replayed"));
    }
    assertEquals("idempotency-key-reused", replay(letter, "{}", KEY, order).code());
  }

  @Test
  void all_that_match_are_replayed_by_a_run_of_their_own() throws Exception {
    StringBuilder orders = new StringBuilder();
    String batch = fresh();
    for (int i = 0; i < 60; i++) {
      orders.append(TestServer.order(batch + "-" + i, 0).replace("CUST-001", batch)).append('\n');
    }
    Reply sent = server.post("/api/feed/partner-a/batch", orders.toString());
    List<String> letters =
        sent.json().path("rejections").values().stream()
            .map(one -> one.path("deadLetterId").asString())
            .toList();
    for (int i = 0; i < 40; i++) {
      String order = TestServer.order(batch + "-" + i, 1 + i);
      server.put(path(letters.get(i)) + "/payload", order, "If-Match", "*");
    }
    String ids = "[\"" + String.join("\",\"", letters) + "\"]";
    String filter = "{\"feed\":\"partner-a\",\"code\":\"minimum\",\"ids\":" + ids + "}";
    Reply dry =
        server.post("/api/dead-letters/replay", "{\"filter\":" + filter + ",\"dryRun\":true}");
    assertEquals(200, dry.status(), dry.text());
    assertEquals(60, dry.json().path("matched").asInt());
    assertEquals("open", show(letters.getFirst()).path("state").asString());
    String body = "{\"filter\":" + filter + "}";
    Reply begun = server.post("/api/dead-letters/replay", body, KEY, batch);
    assertEquals(202, begun.status(), begun.text());
    assertEquals(60, begun.json().path("matched").asInt());
    String run = begun.json().path("id").asString();
    assertEquals("/api/runs/" + run, begun.header("Location"));
    JsonNode books = finished(run).path("books");
    assertEquals(60, books.path("received").asInt());
    assertEquals(40, books.path("stored").asInt());
    assertEquals(20, books.path("rejected").asInt());
    assertEquals("resolved", show(letters.get(39)).path("state").asString());
    assertEquals("open", show(letters.get(40)).path("state").asString());
    assertEquals(1, show(letters.get(40)).path("replays").asInt());
    Reply again = server.post("/api/dead-letters/replay", body, KEY, batch);
    assertArrayEquals(begun.response().body(), again.response().body());
    assertEquals(run, again.json().path("runs").path(0).asString());
    assertAudit();
  }

  @Test
  void a_filter_is_read_strictly_and_asked_for() {
    String replay = "/api/dead-letters/replay";
    assertEquals(400, server.post(replay, "{}").status());
    assertEquals(400, server.post(replay, "").status());
    assertEquals(400, server.post(replay, "[]").status());
    assertEquals(400, server.post(replay, "{\"filter\":{\"cod\":\"x\"}}").status());
    assertEquals(400, server.post(replay, "{\"filter\":{\"code\":[]}}").status());
    assertEquals(400, server.post(replay, "{\"filter\":{\"ids\":[\"x\"]}}").status());
    assertEquals(400, server.post(replay, "{\"filter\":{},\"dryrun\":true}").status());
    Reply none = server.post(replay, "{\"filter\":{\"code\":\"none\"}}");
    assertEquals(200, none.status());
    assertEquals(0, none.json().path("matched").asInt());
  }

  @Test
  void a_whole_batch_is_shown_replayed_and_split_into_what_still_fails() throws Exception {
    String order = fresh();
    String record =
        """
        {"externalOrderId":"%s","partnerId":"LATER","sequenceNumber":1,"productId":"P",\
        "customerId":"C","quantity":1,"unitPrice":1,"taxRate":0,"grossAmount":1,"taxAmount":0,\
        "netAmount":%d,"transactionTime":"2024-01-15T10:30:00Z"}\
        """;
    server.post("/api/queues/feed/pause", "");
    String records = record.formatted(order, 1) + "\n" + record.formatted(order, 2);
    Reply accepted = server.post("/api/feed/later/batch", records);
    assertEquals(2, accepted.json().path("accepted").asInt(), accepted.text());
    String letter = buried(accepted.json().path("run").asString());
    server.post("/api/queues/feed/resume", "");
    JsonNode shown = show(letter);
    assertEquals("exhausted", shown.path("cause").asString());
    assertEquals(2, shown.path("records").asInt());
    assertEquals(order, shown.path("payload").path(1).path("externalOrderId").asString());
    assertEquals(
        "[" + records.replace('\n', ',') + "]", server.get(path(letter) + "/original").text());
    assertEquals(
        "whole-batch", server.put(path(letter) + "/payload", "{}", "If-Match", "*").code());
    assertEquals("whole-batch", replay(letter, "{\"payload\":{}}").code());
    Reply reply = replay(letter, "");
    assertEquals("stored", reply.json().path("status").asString(), reply.text());
    assertEquals(1, reply.json().path("stored").asInt());
    assertEquals(1, reply.json().path("rejected").asInt());
    assertEquals("resolved", show(letter).path("state").asString());
    JsonNode left = server.get("/api/dead-letters?state=open&feed=later").json().path("items");
    assertEquals(1, left.size());
    assertEquals("conflict", left.path(0).path("code").asString());
    assertAudit();
  }

  /** Has the run's batch crash its last worker; returns the letter that it becomes. */
  private static String buried(String run) throws Exception {
    try (var connection = server.database().connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          update sluice.batch set state = 'leased', epoch = 1, rescues = 4, lease_until = now()
          where state = 'ready' and kind = 'feed'
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      JsonNode found =
          server.get("/api/dead-letters?cause=exhausted&run=" + run).json().path("items");
      if (found.size() == 1) {
        return found.path(0).path("id").asString();
      }
      assertTrue(System.nanoTime() < deadline, "nothing was buried");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void a_letter_whose_definition_is_gone_says_so() throws Exception {
    String letter = letter(fresh(), 0);
    try (var connection = server.database().connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "update sluice.dead_letter set name = 'gone' where id = '" + letter + "'");
    }
    Reply reply = replay(letter, "");
    assertEquals(409, reply.status());
    assertEquals("no-definition", reply.code());
    Reply dry =
        server.post("/api/dead-letters/replay", "{\"filter\":{\"name\":\"gone\"},\"dryRun\":true}");
    assertEquals(0, dry.json().path("matched").asInt());
    assertEquals(1, dry.json().path("withoutDefinition").asInt());
    assertTrue(show(letter).path("validation").isMissingNode());
  }
}

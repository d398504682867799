package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Replays of many letters and of whole batches, and what cannot be replayed (N04, L67, E55). */
class ReplayRunTest {
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
  void all_that_match_are_replayed_by_a_run_of_their_own() throws Exception {
    StringBuilder orders = new StringBuilder();
    String batch = Replaying.fresh();
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
      server.put(Replaying.path(letters.get(i)) + "/payload", order, "If-Match", "*");
    }
    String ids = "[\"" + String.join("\",\"", letters) + "\"]";
    String filter = "{\"feed\":\"partner-a\",\"code\":\"minimum\",\"ids\":" + ids + "}";
    Reply dry =
        server.post("/api/dead-letters/replay", "{\"filter\":" + filter + ",\"dryRun\":true}");
    assertEquals(200, dry.status(), dry.text());
    assertEquals(60, dry.json().path("matched").asInt());
    assertEquals("open", desk.show(letters.getFirst()).path("state").asString());
    String body = "{\"filter\":" + filter + "}";
    Reply begun = server.post("/api/dead-letters/replay", body, KEY, batch);
    assertEquals(202, begun.status(), begun.text());
    assertEquals(60, begun.json().path("matched").asInt());
    String run = begun.json().path("id").asString();
    assertEquals("/api/runs/" + run, begun.header("Location"));
    JsonNode books = desk.finished(run).path("books");
    assertEquals(60, books.path("received").asInt());
    assertEquals(40, books.path("stored").asInt());
    assertEquals(20, books.path("rejected").asInt());
    assertEquals("resolved", desk.show(letters.get(39)).path("state").asString());
    assertEquals("open", desk.show(letters.get(40)).path("state").asString());
    assertEquals(1, desk.show(letters.get(40)).path("replays").asInt());
    Reply again = server.post("/api/dead-letters/replay", body, KEY, batch);
    assertArrayEquals(begun.response().body(), again.response().body());
    assertEquals(run, again.json().path("runs").path(0).asString());
    desk.assertAudit();
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
    for (String member : new String[] {"code", "state", "tenant", "run", "from", "ids", "name"}) {
      for (String value : new String[] {"null", "5", "true", "{}"}) {
        Reply reply = server.post(replay, "{\"filter\":{\"" + member + "\":" + value + "}}");
        assertEquals(400, reply.status(), member + " " + value + " " + reply.text());
        assertEquals(
            "filter." + member, reply.json().at("/errors/0/field").asString(), reply.text());
      }
    }
    Reply none = server.post(replay, "{\"filter\":{\"code\":\"none\"}}");
    assertEquals(200, none.status());
    assertEquals(0, none.json().path("matched").asInt());
  }

  /** What was meant as a look must never change anything. */
  @Test
  void a_dry_run_that_is_not_said_in_JSON_replays_nothing() throws Exception {
    String letter = desk.letter(Replaying.fresh(), 0);
    for (String flag : new String[] {"\"yes\"", "\"True\"", "\"true\"", "null", "1", "0", "[]"}) {
      String body = "{\"filter\":{\"ids\":[\"" + letter + "\"]},\"dryRun\":" + flag + "}";
      Reply reply = server.post("/api/dead-letters/replay", body);
      assertEquals(400, reply.status(), flag + " " + reply.text());
      JsonNode error = reply.json().at("/errors/0");
      assertEquals("dryRun", error.path("field").asString(), reply.text());
      assertEquals("must be true or false", error.path("message").asString());
    }
    assertEquals("open", desk.show(letter).path("state").asString());
    assertEquals(0, desk.show(letter).path("replays").asInt());
  }

  @Test
  void a_whole_batch_is_shown_replayed_and_split_into_what_still_fails() throws Exception {
    String order = Replaying.fresh();
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
    JsonNode shown = desk.show(letter);
    assertEquals("exhausted", shown.path("cause").asString());
    assertEquals(2, shown.path("records").asInt());
    assertEquals(order, shown.path("payload").path(1).path("externalOrderId").asString());
    assertEquals(
        "[" + records.replace('\n', ',') + "]",
        server.get(Replaying.path(letter) + "/original").text());
    assertEquals(
        "whole-batch",
        server.put(Replaying.path(letter) + "/payload", "{}", "If-Match", "*").code());
    assertEquals("whole-batch", desk.replay(letter, "{\"payload\":{}}").code());
    Reply reply = desk.replay(letter, "");
    assertEquals("stored", reply.json().path("status").asString(), reply.text());
    assertEquals(1, reply.json().path("stored").asInt());
    assertEquals(1, reply.json().path("rejected").asInt());
    assertEquals("resolved", desk.show(letter).path("state").asString());
    JsonNode left = server.get("/api/dead-letters?state=open&feed=later").json().path("items");
    assertEquals(1, left.size());
    assertEquals("conflict", left.path(0).path("code").asString());
    desk.assertAudit();
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
    String letter = desk.letter(Replaying.fresh(), 0);
    try (var connection = server.database().connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "update sluice.dead_letter set name = 'gone' where id = '" + letter + "'");
    }
    Reply reply = desk.replay(letter, "");
    assertEquals(409, reply.status());
    assertEquals("no-definition", reply.code());
    Reply dry =
        server.post("/api/dead-letters/replay", "{\"filter\":{\"name\":\"gone\"},\"dryRun\":true}");
    assertEquals(0, dry.json().path("matched").asInt());
    assertEquals(1, dry.json().path("withoutDefinition").asInt());
    assertTrue(desk.show(letter).path("validation").isMissingNode());
  }
}

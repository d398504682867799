package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Letters seen, edited and dismissed over HTTP (N04, E55). */
class DeskTest {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String fresh() {
    return "desk-" + NEXT.incrementAndGet();
  }

  /** The id of the letter of an order that cannot land. */
  private static String letter(String order) {
    Reply reply = server.post("/api/feed/partner-a", TestServer.order(order, 0));
    assertEquals(422, reply.status(), reply.text());
    return reply.json().path("deadLetterId").asString();
  }

  private static String path(String letter) {
    return "/api/dead-letters/" + letter;
  }

  private static JsonNode show(String letter) {
    return server.get(path(letter)).json();
  }

  @Test
  void a_letter_shows_what_was_sent_and_what_a_replay_would_come_to() {
    String order = fresh();
    String letter = letter(order);
    Reply reply = server.get(path(letter));
    assertEquals("\"1\"", reply.header("ETag"));
    JsonNode json = reply.json();
    assertEquals("open", json.path("state").asString());
    assertEquals("minimum", json.path("code").asString());
    assertEquals(order, json.path("payload").path("orderId").asString());
    assertEquals(order, json.path("original").path("orderId").asString());
    assertFalse(json.path("edited").asBoolean());
    assertEquals("rejected", json.path("validation").path("outcome").asString());
    assertEquals(0, json.path("history").size());
    for (String part : new String[] {"/payload", "/original"}) {
      Reply bytes = server.get(path(letter) + part);
      assertEquals(TestServer.order(order, 0), bytes.text());
      assertEquals("application/octet-stream", bytes.header("Content-Type"));
    }
  }

  @Test
  void an_edit_needs_the_tag_that_was_looked_at() {
    String letter = letter(fresh());
    String good = TestServer.order(fresh(), 2);
    Reply blind = server.put(path(letter) + "/payload", good);
    assertEquals(428, blind.status());
    assertEquals("if-match", blind.code());
    Reply edited = server.put(path(letter) + "/payload", good, "If-Match", "\"1\"");
    assertEquals(200, edited.status(), edited.text());
    assertEquals("\"2\"", edited.header("ETag"));
    for (String stale : new String[] {"\"1\"", "W/\"2\"", "\"7\", \"8\"", "2"}) {
      Reply late = server.put(path(letter) + "/payload", "{}", "If-Match", stale);
      assertEquals(412, late.status(), stale);
      assertEquals("stale", late.code());
    }
    assertEquals(good, server.get(path(letter) + "/payload").text());
    assertEquals(
        200, server.put(path(letter) + "/payload", "{}", "If-Match", "\"1\", \"2\"").status());
    assertEquals(200, server.put(path(letter) + "/payload", good, "If-Match", "*").status());
    assertEquals(400, server.put(path(letter) + "/payload", "", "If-Match", "*").status());
  }

  @Test
  void an_edit_is_judged_as_a_replay_would_and_the_original_stays() {
    String order = fresh();
    String letter = letter(order);
    String stored = fresh();
    server.post("/api/feed/partner-a", TestServer.order(stored, 1));
    assertEquals("stored", outcome(letter, TestServer.order(order, 2)));
    assertEquals("duplicate", outcome(letter, TestServer.order(stored, 1)));
    assertEquals("conflict", outcome(letter, TestServer.order(stored, 2)));
    assertEquals("rejected", outcome(letter, "{}"));
    assertEquals("rejected", outcome(letter, "no json"));
    byte[] bytes = TestServer.order(order, 0).getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(bytes, server.get(path(letter) + "/original").response().body());
    assertEquals("text", show(letter).path("payloadType").asString());
    assertTrue(show(letter).path("edited").asBoolean());
  }

  private static String outcome(String letter, String payload) {
    JsonNode json = server.put(path(letter) + "/payload", payload, "If-Match", "*").json();
    JsonNode validation = json.path("validation");
    String outcome = validation.path("outcome").asString();
    boolean lands = outcome.equals("stored") || outcome.equals("duplicate");
    assertEquals(lands, validation.path("valid").asBoolean());
    assertEquals(outcome.equals("rejected"), validation.path("errors").size() > 0);
    return outcome;
  }

  @Test
  void an_edit_can_be_undone() {
    String order = fresh();
    String letter = letter(order);
    server.put(path(letter) + "/payload", "{}", "If-Match", "*");
    assertEquals(412, server.delete(path(letter) + "/payload", "", "If-Match", "\"1\"").status());
    Reply undone = server.delete(path(letter) + "/payload", "");
    assertEquals(200, undone.status());
    assertFalse(undone.json().path("edited").asBoolean());
    assertEquals(order, undone.json().path("payload").path("orderId").asString());
    assertEquals(
        undone.header("ETag"), server.delete(path(letter) + "/payload", "").header("ETag"));
  }

  @Test
  void a_dismissed_letter_says_why_and_is_done_with() {
    String letter = letter(fresh());
    for (String reason : new String[] {"", "{}", "{\"reason\":\" \"}", "{\"reason\":7}"}) {
      assertEquals(400, server.delete(path(letter), reason).status(), reason);
    }
    assertEquals(400, server.delete(path(letter), "{\"raeson\":\"x\"}").status());
    long before = openProblems();
    Reply dismissed = server.delete(path(letter), "{\"reason\":\"a test of theirs\"}");
    assertEquals(200, dismissed.status(), dismissed.text());
    assertEquals("resolved", dismissed.json().path("state").asString());
    assertEquals("dismissed", dismissed.json().path("resolution").asString());
    assertEquals("a test of theirs", dismissed.json().path("reason").asString());
    assertEquals(before - 1, openProblems());
    assertEquals(200, server.delete(path(letter), "{\"reason\":\"a test of theirs\"}").status());
    Reply other = server.delete(path(letter) + "?reason=another", "");
    assertEquals(409, other.status());
    assertEquals("not-open", other.code());
    assertEquals("dismissed", other.json().path("resolution").asString());
    assertEquals(409, server.put(path(letter) + "/payload", "{}", "If-Match", "*").status());
    assertEquals(409, server.post(path(letter) + "/replay", "").status());
    assertEquals(0, server.get("/api/books/audit").json().path("differences").size());
  }

  private static long openProblems() {
    JsonNode books = server.get("/api/books").json();
    JsonNode total = books.path("total");
    assertEquals(
        total.path("rejected").asLong() + total.path("dead").asLong(),
        books.path("openProblems").asLong() + books.path("resolved").asLong());
    return books.path("openProblems").asLong();
  }

  @Test
  void letters_are_listed_and_grouped_by_all_there_is_to_ask_for() {
    String letter = letter(fresh());
    String run = show(letter).path("run").asString();
    for (String filter :
        new String[] {
          "kind=feed",
          "cause=rejected",
          "code=minimum",
          "run=" + run,
          "tenant=default",
          "state=open",
          "feed=partner-a",
          "name=partner-a",
          "dataset=orders",
          "source=PARTNER_A",
          "partnerId=PARTNER_A",
          "from=2020-01-01"
        }) {
      JsonNode items = server.get("/api/dead-letters?limit=500&" + filter).json().path("items");
      assertTrue(
          items.values().stream().anyMatch(one -> one.path("id").asString().equals(letter)),
          filter);
      assertTrue(
          server.get("/api/dead-letters/groups?" + filter).json().path("items").size() > 0, filter);
    }
    for (String filter :
        new String[] {
          "kind=import",
          "cause=exhausted",
          "code=none",
          "run=" + letter,
          "tenant=none",
          "feed=partner-b",
          "dataset=none",
          "partnerId=NONE",
          "to=2020-01-01"
        }) {
      assertEquals(
          0, server.get("/api/dead-letters?" + filter).json().path("items").size(), filter);
    }
    JsonNode group =
        server
            .get("/api/dead-letters/groups?by=name,code,field&state=open&code=minimum")
            .json()
            .path("items")
            .path(0);
    assertEquals("partner-a", group.path("name").asString());
    assertEquals("minimum", group.path("code").asString());
    assertEquals("quantity", group.path("field").asString());
    assertTrue(group.path("count").asLong() > 0);
    assertTrue(group.path("example").path("hint").isString());
    assertEquals(200, server.get(path(group.path("example").path("id").asString())).status());
    assertEquals(400, server.get("/api/dead-letters/groups?by=colour").status());
    assertEquals(400, server.get("/api/dead-letters?colour=red").status());
  }

  @Test
  void what_does_not_exist_is_404() {
    String nobody = path("018f4c3e-0000-7000-8000-000000000000");
    assertEquals(404, server.get(nobody).status());
    assertEquals(404, server.get(nobody + "/original").status());
    assertEquals(404, server.put(nobody + "/payload", "{}").status());
    assertEquals(404, server.delete(nobody, "{\"reason\":\"x\"}").status());
    assertEquals(404, server.post(nobody + "/replay", "").status());
    assertEquals(400, server.get(path("no-uuid")).status());
  }
}

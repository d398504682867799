package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Verdicts of feeds (N01-N05, N20-N27). */
class FeedTest {
  private static final String QUEUED =
      """
      feed: partner-q
      dataset: orders
      landing: queued
      maxRecords: 5
      map: '{"externalOrderId": orderId, "partnerId": "PARTNER_Q", "sequenceNumber": sequence,
        "productId": sku, "customerId": customerId, "quantity": quantity, "unitPrice": unitPrice,
        "taxRate": taxRate, "grossAmount": quantity * unitPrice, "taxAmount": 0, "netAmount": 0,
        "transactionTime": orderedAt}'
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

  private static String order(String id, int quantity) {
    return TestServer.order(id, quantity);
  }

  @Test
  void an_order_is_stored_with_exact_amounts() {
    Reply posted = server.post("/api/feed/partner-a", order("exact", 5));

    assertEquals(202, posted.status(), posted.text());
    assertEquals("stored", posted.json().path("status").asString());
    String id = posted.json().path("id").asString();
    JsonNode stored = server.get("/api/orders/" + id).json();
    assertEquals("149.95", stored.path("grossAmount").decimalValue().toPlainString());
    assertEquals("11.996", stored.path("taxAmount").decimalValue().toPlainString());
    assertEquals("161.946", stored.path("netAmount").decimalValue().toPlainString());
    assertEquals("2024-01-15T10:30:00.000Z", stored.path("transactionTime").asString());
    assertEquals(id, stored.path("id").asString());
    assertEquals(
        posted.header("X-Correlation-Id"), stored.path("origin").path("correlationId").asString());
  }

  @Test
  void a_resent_order_is_a_duplicate_with_the_same_id() {
    String id = server.post("/api/feed/partner-a", order("twice", 1)).json().path("id").asString();
    Reply again = server.post("/api/feed/partner-a", order("twice", 1));

    assertEquals(202, again.status());
    assertEquals("duplicate", again.json().path("status").asString());
    assertEquals(id, again.json().path("id").asString());
  }

  @Test
  void a_changed_order_is_a_conflict_whose_letter_stays_the_same() {
    server.post("/api/feed/partner-a", order("changed", 1));
    Reply first = server.post("/api/feed/partner-a", order("changed", 2));
    Reply again = server.post("/api/feed/partner-a", order("changed", 2));

    assertEquals(409, first.status());
    assertEquals("conflict", first.code());
    assertEquals(409, again.status());
    String letter = first.json().path("deadLetterId").asString();
    assertEquals(letter, again.json().path("deadLetterId").asString());
    JsonNode shown = server.get("/api/dead-letters/" + letter).json();
    assertEquals("PARTNER_A", shown.path("partnerId").asString());
    assertEquals(2, shown.path("payload").path("quantity").asInt());
    assertEquals(
        order("changed", 2), server.get("/api/dead-letters/" + letter + "/payload").text());
  }

  @Test
  void a_bad_order_is_rejected_with_its_errors() {
    Reply reply = server.post("/api/feed/partner-a", order("bad", -1));

    assertEquals(422, reply.status());
    JsonNode error = reply.json().path("errors").path(0);
    assertEquals("minimum", error.path("code").asString());
    assertEquals("quantity", error.path("field").asString());
    assertEquals("-1", error.path("value").asString());
    assertFalse(error.path("hint").asString().isEmpty());
    String letter = reply.json().path("deadLetterId").asString();
    assertEquals("rejected", server.get("/api/errors/" + letter).json().path("cause").asString());
  }

  @Test
  void what_is_not_json_is_refused_with_its_place_and_not_kept() {
    long before = openProblems();
    Reply cut = server.post("/api/feed/partner-a", "{\n \"orderId\": ");
    Reply repeated = server.post("/api/feed/partner-a", "{\"orderId\":\"1\",\"orderId\":\"2\"}");

    assertEquals(400, cut.status());
    assertEquals("not-json", cut.code());
    assertEquals(2, cut.json().path("line").asInt());
    assertEquals(400, repeated.status());
    assertEquals("duplicate-key", repeated.code());
    assertEquals(before, openProblems());
  }

  private static long openProblems() {
    return server.get("/api/books").json().path("openProblems").asLong();
  }

  @Test
  void arrays_and_ndjson_give_each_record_its_verdict() {
    String ndjson = order("b1", 1) + "\n\nnot json\n" + order("b2", -1) + "\n" + order("b1", 1);
    JsonNode lines = server.post("/api/feed/partner-a/batch", ndjson).json();

    assertEquals(4, lines.path("received").asInt(), lines.toString());
    assertEquals(1, lines.path("stored").asInt());
    assertEquals(1, lines.path("duplicate").asInt());
    assertEquals(2, lines.path("rejected").asInt());
    assertEquals(1, lines.path("rejections").path(0).path("index").asInt());
    assertEquals(2, lines.path("rejections").path(1).path("index").asInt());

    String array = "[" + order("b3", 1) + " , " + order("b1", 7) + "]";
    JsonNode both = server.post("/api/feed/partner-a/batch", array).json();
    assertEquals(1, both.path("stored").asInt());
    assertEquals(
        "conflict", both.path("rejections").path(0).path("errors").path(0).path("code").asString());
  }

  @Test
  void an_array_that_is_not_json_is_refused_whole() {
    Reply reply = server.post("/api/feed/partner-a/batch", "[" + order("w1", 1) + ", {]");

    assertEquals(400, reply.status());
    assertEquals(
        "stored",
        server.post("/api/feed/partner-a", order("w1", 1)).json().path("status").asString());
  }

  @Test
  void gzip_is_understood_on_both() throws IOException {
    Reply one =
        server.post("/api/feed/partner-a", gzip(order("z1", 1)), "Content-Encoding", "gzip");
    Reply many =
        server.post("/api/feed/partner-a/batch", gzip(order("z2", 1)), "Content-Encoding", "gzip");
    Reply neither = server.post("/api/feed/partner-a", order("z3", 1), "Content-Encoding", "gzip");
    Reply other = server.post("/api/feed/partner-a", order("z4", 1), "Content-Encoding", "br");

    assertEquals("stored", one.json().path("status").asString(), one.text());
    assertEquals(1, many.json().path("stored").asInt(), many.text());
    assertEquals(400, neither.status());
    assertEquals(415, other.status());
  }

  /** The JDK's stream takes such a body for complete after its first member. */
  @Test
  void what_follows_the_first_member_of_a_gzip_is_read_or_refused() throws IOException {
    byte[] second = gzip(order("g2", 1));
    byte[] cut = Arrays.copyOf(second, 5);
    byte[] damaged = second.clone();
    damaged[0] ^= 1;
    byte[] first = gzip(order("g1", 1) + "\n");
    for (byte[] wrong : List.of(cut, damaged, new byte[] {1, 2, 3})) {
      for (String key : new String[] {"X-Nothing", "Idempotency-Key"}) {
        Reply refused =
            server.post(
                "/api/feed/partner-a/batch",
                joined(first, wrong),
                "Content-Encoding",
                "gzip",
                key,
                "gzip-" + wrong.length);
        assertEquals(400, refused.status(), refused.text());
        assertEquals("not-gzip", refused.json().path("code").asString());
      }
    }
    Reply whole =
        server.post("/api/feed/partner-a/batch", joined(first, second), "Content-Encoding", "gzip");
    assertEquals(2, whole.json().path("stored").asInt(), whole.text());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void a_queued_feed_says_accepted() {
    Reply reply = server.post("/api/feed/partner-q", order("q1", 1));

    assertEquals(202, reply.status(), reply.text());
    assertEquals("accepted", reply.json().path("status").asString());
  }

  @Test
  void more_records_than_a_body_may_have_are_refused_by_name() {
    Reply reply = server.post("/api/feed/partner-q/batch", "{}\n".repeat(6));

    assertEquals(413, reply.status());
    assertEquals("records", reply.json().path("limit").path("name").asString());
    assertEquals(5, reply.json().path("limit").path("value").asInt());
  }

  @Test
  void an_unknown_feed_is_404_with_a_suggestion() {
    Reply reply = server.post("/api/feed/partner-aa", "{}");

    assertEquals(404, reply.status());
    assertTrue(reply.json().path("detail").asString().contains("did you mean"), reply.text());
  }

  @Test
  void a_feed_shows_its_rates_and_last_payloads() {
    server.post("/api/feed/partner-b", "{}");
    JsonNode feed = server.get("/api/feeds/partner-b").json();

    assertEquals("rejected", feed.path("lastPayloads").path(0).path("verdict").asString());
    assertTrue(feed.path("sinceStart").path("received").asLong() >= 1);
    assertEquals(3, server.get("/api/feeds").json().path("items").size());
  }

  @Test
  void meters_are_named_after_the_dataset() {
    server.post("/api/feed/partner-a", order("metered", 1));
    String text = server.get("/metrics").text();

    assertTrue(text.contains("sluice_orders_received_total{source=\"PARTNER_A\"}"), text);
    assertTrue(text.contains("sluice_orders_validated_total{source=\"PARTNER_A\"}"));
    assertTrue(text.contains("sluice_records_ingested_total{source=\"PARTNER_A\"}"));
    assertTrue(text.contains("sluice_queue_depth{queue=\"feed\"}"));
    assertTrue(text.contains("sluice_database_connections"));
    assertTrue(text.contains("route=\"/api/feed/{feed}\""));
  }
}

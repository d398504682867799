package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What is missing of a sender's sequence, and when nothing comes (N23, N26). */
class SequencesTest {
  private static final String MAP =
      """
      map: '{"externalOrderId": orderId, "partnerId": sku, "sequenceNumber": sequence,
        "productId": sku, "customerId": customerId, "quantity": quantity, "unitPrice": unitPrice,
        "taxRate": taxRate, "grossAmount": quantity * unitPrice, "taxAmount": 0, "netAmount": 0,
        "transactionTime": orderedAt}'
      """;
  private static final String FEEDS =
      "feed: direct\ndataset: orders\n"
          + MAP
          + "---\nfeed: queued\ndataset: orders\nlanding: queued\n"
          + MAP
          + "---\nfeed: chatty\ndataset: orders\nsilence: 2s\n"
          + MAP;

  private static final Told TOLD = new Told();
  private static TestServer server;

  /** Keeps what was told of senders. */
  private static final class Told extends AppenderBase<ILoggingEvent> {
    final Queue<String> events = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event.getMessage() + " " + event.getKeyValuePairs());
    }

    boolean told(String message, String source) {
      return events.stream()
          .anyMatch(
              event -> event.startsWith(message) && event.contains("source=\"" + source + "\""));
    }
  }

  @BeforeAll
  static void start() {
    TOLD.start();
    ((Logger) LoggerFactory.getLogger("dev.sluice.server.SenderNotices")).addAppender(TOLD);
    server = TestServer.start(false, FEEDS);
  }

  @AfterAll
  static void stop() {
    ((Logger) LoggerFactory.getLogger("dev.sluice.server.SenderNotices")).detachAppender(TOLD);
    server.close();
  }

  private static String order(String sender, long sequence, int quantity) {
    return """
    {"orderId":"%s-%d","sequence":%d,"sku":"%s","customerId":"C","quantity":%d,\
    "unitPrice":1,"taxRate":0,"orderedAt":"2024-01-15T10:30:00.000Z"}\
    """
        .formatted(sender, sequence, sequence, sender, quantity);
  }

  private static Reply post(String feed, String sender, long sequence) {
    return server.post("/api/feed/" + feed, order(sender, sequence, 1));
  }

  private static JsonNode sender(String feed, String name) {
    for (JsonNode one : server.get("/api/feeds/" + feed).json().path("sequences").values()) {
      if (one.path("source").asString().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no sender " + name);
  }

  private static String missing(String feed, String name) {
    return sender(feed, name).path("missing").toString();
  }

  @Test
  void a_gap_shows_at_once_and_goes_when_it_is_filled() {
    for (long sequence : new long[] {1, 2, 5}) {
      assertEquals(202, post("direct", "S1", sequence).status());
    }
    assertEquals("[[3,4]]", missing("direct", "S1"));
    assertEquals("duplicate", post("direct", "S1", 5).json().path("status").asString());
    assertEquals(422, server.post("/api/feed/direct", order("S1", 4, -1)).status());
    JsonNode rejected = sender("direct", "S1");
    assertEquals("[[3,3]]", rejected.path("missing").toString(), "a rejected record came, too");
    assertEquals(1, rejected.path("missingCount").asInt());
    assertEquals(1, rejected.path("repeated").asInt());
    assertEquals(5, rejected.path("highest").asInt());
    assertEquals(409, server.post("/api/feed/direct", order("S1", 2, 9)).status());
    post("direct", "S1", 3);
    JsonNode filled = sender("direct", "S1");
    assertEquals("[]", filled.path("missing").toString());
    assertEquals(2, filled.path("late").asInt());
    assertEquals(2, filled.path("repeated").asInt());
    assertTrue(filled.path("silentSince").isNull());
  }

  @Test
  void senders_are_apart_and_a_body_of_many_is_one_of_them() {
    StringBuilder body = new StringBuilder();
    for (long sequence = 10; sequence <= 300; sequence++) {
      if (sequence % 100 != 0) {
        body.append(order(sequence % 2 == 0 ? "EVEN" : "ODD", sequence / 2, 1)).append('\n');
      }
    }
    body.append("not json\n");
    assertEquals(202, server.post("/api/feed/direct/batch", body.toString()).status());
    assertEquals("[[50,50],[100,100]]", missing("direct", "EVEN"));
    assertEquals("[]", missing("direct", "ODD"));
  }

  @Test
  void what_is_queued_is_counted_when_it_is_accepted_and_once() {
    post("queued", "Q1", 7);
    assertEquals(422, server.post("/api/feed/queued", order("Q1", 8, -1)).status());
    assertEquals("accepted", post("queued", "Q1", 10).json().path("status").asString());
    assertEquals("[[9,9]]", missing("queued", "Q1"));
    server.await(() -> server.get("/api/books").json().path("total").path("inFlight").asInt() == 0);
    assertEquals("[[9,9]]", missing("queued", "Q1"));
    assertEquals(0, sender("queued", "Q1").path("repeated").asInt());
  }

  @Test
  void it_survives_a_restart_and_any_process_knows_it() {
    post("direct", "R1", 1);
    post("direct", "R1", 4);
    try (TestServer twin = server.twin()) {
      twin.post("/api/feed/direct", order("R1", 2, 1));
      JsonNode there = twin.get("/api/feeds/direct").json().path("sequences");
      assertTrue(there.toString().contains("[[3,3]]"), there.toString());
    }
    server.restart();
    assertEquals("[[3,3]]", missing("direct", "R1"));
    post("direct", "R1", 3);
    assertEquals("[]", missing("direct", "R1"));
  }

  @Test
  void a_gap_that_stays_is_told_and_so_is_its_end() throws Exception {
    try (LiveClient client = new LiveClient(server, "?topics=feeds/direct")) {
      post("direct", "T1", 1);
      post("direct", "T1", 3);
      client.next(message -> message.toString().contains("\"T1\""));
      server.await(() -> TOLD.told("sequence gap opened", "T1"));
      server.await(() ->
          server
              .get("/metrics")
              .text()
              .contains("sluice_orders_sequence_missing{feed=\"direct\",source=\"T1\"} 1.0"));
      post("direct", "T1", 2);
      client.next(message ->
          message.path("data").path("sequences").values().stream()
              .anyMatch(one ->
                  one.path("source").asString().equals("T1") && one.path("missing").isEmpty()));
      server.await(() -> TOLD.told("sequence gap closed", "T1"));
      server.await(() ->
          server
              .get("/metrics")
              .text()
              .contains("sluice_orders_sequence_missing{feed=\"direct\",source=\"T1\"} 0.0"));
    }
  }

  @Test
  void a_sender_that_falls_silent_is_told_and_so_is_its_return() {
    post("chatty", "C1", 1);
    server.await(() -> !sender("chatty", "C1").path("silentSince").isNull());
    JsonNode silent = sender("chatty", "C1");
    assertEquals(silent.path("lastAt"), silent.path("silentSince"));
    server.await(() -> TOLD.told("sender silent", "C1"));
    server.await(() ->
        server
            .get("/metrics")
            .text()
            .contains("sluice_orders_sender_silence_seconds{feed=\"chatty\",source=\"C1\"}"));
    for (long sequence = 2; !TOLD.told("sender back", "C1"); sequence++) {
      assertTrue(sequence < 100_000, "never back");
      post("chatty", "C1", sequence);
    }
  }

  @Test
  void numbers_that_never_were_are_dismissed() {
    String dismiss = "/api/feeds/direct/sequences/dismiss";
    post("direct", "D1", 1);
    post("direct", "D1", 9);
    String body = "{\"source\":\"D1\",\"from\":2,\"to\":5}";
    server.await(() -> server.post(dismiss, body).status() == 200);
    assertEquals("[[6,8]]", missing("direct", "D1"));
    assertEquals(404, server.post(dismiss, body.replace("D1", "nobody")).status());
    assertEquals(404, server.post(dismiss.replace("direct", "none"), body).status());
    for (String bad :
        new String[] {"", "{}", "[]", body.replace("2", "7"), body.replace("5", "\"5\"")}) {
      assertEquals(400, server.post(dismiss, bad).status(), bad);
    }
    assertTrue(server.post(dismiss, body.replace("2", "7")).text().contains("swap them"));
    for (String none : new String[] {"\\u0000", "D1\\u0000", "\\ud800", "\\udc00\\ud800"}) {
      assertEquals(400, server.post(dismiss, body.replace("D1", none)).status(), none);
    }
  }
}

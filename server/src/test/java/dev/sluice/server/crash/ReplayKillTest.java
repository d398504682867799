package dev.sluice.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * L67, E55: a replay survives {@code kill -9} in its middle, and the books are right before, during
 * and after. For the long run: {@code -Dsluice.crash.letters=10000 -Dsluice.crash.replay-kills=3}.
 */
class ReplayKillTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LETTERS = Integer.getInteger("sluice.crash.letters", 1_200);
  private static final int KILLS = Integer.getInteger("sluice.crash.replay-kills", 1);
  private static final int CONFLICTS = LETTERS / 10;
  private static final int BODY = 500;
  private static final String REPLAY =
      "{\"filter\":{\"feed\":\"partner-a\"},\"onConflict\":\"overwrite\"}";

  @TempDir private Path folder;
  private final AtomicReference<ServerProcess> server = new AtomicReference<>();
  private final Sender sender = new Sender(() -> url());

  private URI url() {
    return server.get().url();
  }

  @Test
  void a_replay_survives_kill_9_and_stores_each_letter_once() throws Exception {
    Path right = Definitions.nexusstream(folder.resolve("right"), "direct");
    Path wrong = wrong(Definitions.nexusstream(folder.resolve("wrong"), "direct"));
    Path data = folder.resolve("data");
    start(data, right, 0);
    int port = server.get().port();
    try {
      send(CONFLICTS, 1_000);
      server.get().stop();
      start(data, wrong, port);
      send(LETTERS, 0);
      server.get().stop();
      start(data, right, port);
      assertBooks(LETTERS);
      JsonNode total = books().path("total");
      JsonNode begun = JSON.readTree(replay().body());
      assertEquals(LETTERS, begun.path("matched").asInt(), begun.toString());
      String run = begun.path("id").asString();
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitStored(run, LETTERS * kill / (KILLS + 2));
        server.get().kill();
        start(data, right, port);
        assertAudit();
      }
      assertEquals(run, JSON.readTree(replay().body()).path("id").asString(), "asked for again");
      JsonNode finished = awaitFinished(run);
      assertEquals("completed", finished.path("status").asString());
      assertEquals(LETTERS, finished.path("books").path("received").asInt());
      assertEquals(LETTERS, finished.path("books").path("stored").asInt(), finished.toString());
      assertBooks(0);
      assertEquals(total, books().path("total"), "the books of the day stay");
      assertStatistics();
      JsonNode open = sender.get("/api/dead-letters/groups?by=state").path("items");
      assertEquals(1, open.size());
      assertEquals("resolved", open.path(0).path("state").asString());
      assertEquals(LETTERS, open.path(0).path("count").asInt());
    } finally {
      server.get().stop();
    }
  }

  private void start(Path data, Path definitions, int port) throws IOException {
    server.set(ServerProcess.start(data, definitions, port));
  }

  /** Rejects every order there is: the partner's schema has a mistake. */
  private static Path wrong(Path definitions) throws IOException {
    Path feed = definitions.resolve("partner-a.yaml");
    String yaml = Files.readString(feed);
    String mistaken =
        yaml.replace("minimum: 1, maximum: 1000000", "minimum: 100000, maximum: 1000000");
    assertTrue(!mistaken.equals(yaml), "the example has changed");
    Files.writeString(feed, mistaken);
    return definitions;
  }

  /** Orders from number 0 on, whose quantity is their number and {@code more}. */
  private void send(int count, int more) throws InterruptedException {
    for (int from = 0; from < count; from += BODY) {
      StringBuilder body = new StringBuilder();
      for (int i = from; i < Math.min(count, from + BODY); i++) {
        body.append(order(i, quantity(i) + more)).append('\n');
      }
      HttpResponse<String> response = sender.send("/api/feed/partner-a/batch", body.toString());
      assertEquals(202, response.statusCode(), response.body());
    }
  }

  private static int quantity(int number) {
    return 1 + number % 900;
  }

  private static String order(int number, int quantity) {
    return """
    {"orderId":"R-%d","sequence":%d,"sku":"SKU","customerId":"CUST","quantity":%d,\
    "unitPrice":1.25,"taxRate":0,"orderedAt":"2024-01-15T10:30:00.000Z"}\
    """
        .formatted(number, number, quantity);
  }

  private HttpResponse<String> replay() throws InterruptedException {
    HttpResponse<String> response =
        sender.send("/api/dead-letters/replay", REPLAY, "Idempotency-Key", "one-replay");
    assertEquals(202, response.statusCode(), response.body());
    return response;
  }

  private JsonNode books() throws Exception {
    return sender.get("/api/books");
  }

  private void assertAudit() throws Exception {
    JsonNode audit = sender.get("/api/books/audit");
    assertEquals(0, audit.path("differences").size(), audit.toString());
  }

  private void assertBooks(long openProblems) throws Exception {
    assertAudit();
    JsonNode books = books();
    assertEquals(LETTERS, books.path("total").path("rejected").asLong(), books.toString());
    assertEquals(openProblems, books.path("openProblems").asLong());
    assertEquals(LETTERS - openProblems, books.path("resolved").asLong());
  }

  private JsonNode run(String run) throws Exception {
    return sender.get("/api/runs/" + run);
  }

  /** Some of it, or all where that went faster than anybody could look. */
  private void awaitStored(String run, int some) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
    while (run(run).path("books").path("stored").asInt() <= some) {
      assertTrue(System.nanoTime() < deadline, "not in time: " + run(run));
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private JsonNode awaitFinished(String run) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
    JsonNode now = run(run);
    while (now.path("status").asString().equals("running")) {
      assertTrue(System.nanoTime() < deadline, "not in time: " + now);
      assertAudit();
      TimeUnit.MILLISECONDS.sleep(200);
      now = run(run);
    }
    return now;
  }

  private void assertStatistics() throws Exception {
    JsonNode stats = sender.get("/api/orders/stats?fresh=true");
    assertEquals(LETTERS, stats.path("total").asLong());
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < LETTERS; i++) {
      expected = expected.add(new BigDecimal("1.25").multiply(BigDecimal.valueOf(quantity(i))));
    }
    String sum = stats.path("bySource").path(0).path("sums").path("grossAmount").asString();
    assertEquals(0, expected.compareTo(new BigDecimal(sum)), expected + " but " + sum);
  }
}

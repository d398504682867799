package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A server with a direct and a queued feed, and what is done to letters and looked at there. */
final class Replaying implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String QUEUED =
      """
      feed: later
      dataset: orders
      landing: queued
      """;

  private final TestServer server = TestServer.start(false, QUEUED);

  TestServer server() {
    return server;
  }

  static String fresh() {
    return "replay-" + NEXT.incrementAndGet();
  }

  String letter(String order, int quantity) {
    Reply reply = server.post("/api/feed/partner-a", TestServer.order(order, quantity));
    String letter = reply.json().path("deadLetterId").asString("");
    assertTrue(!letter.isEmpty(), reply.text());
    return letter;
  }

  static String path(String letter) {
    return "/api/dead-letters/" + letter;
  }

  JsonNode show(String letter) {
    return server.get(path(letter)).json();
  }

  Reply replay(String letter, String body, String... headers) {
    return server.post(path(letter) + "/replay", body, headers);
  }

  void assertAudit() {
    JsonNode audit = server.get("/api/books/audit").json();
    assertEquals(0, audit.path("differences").size(), audit.toString());
  }

  /** The run once it is over. */
  JsonNode finished(String run) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    JsonNode now = server.get("/api/runs/" + run).json();
    while (now.path("status").asString().equals("running")) {
      assertTrue(System.nanoTime() < deadline, now.toString());
      TimeUnit.MILLISECONDS.sleep(20);
      now = server.get("/api/runs/" + run).json();
    }
    return now;
  }

  @Override
  public void close() {
    server.close();
  }
}

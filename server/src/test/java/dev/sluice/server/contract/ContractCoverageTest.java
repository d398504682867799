package dev.sluice.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.server.TestServer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Runs last (see pom.xml) and looks back at what the suite was answered. By itself it has only its
 * own calls to look at, so a new operation gets one here.
 */
@Order(Integer.MAX_VALUE)
class ContractCoverageTest {
  /** Spoken by a tus client of its own in {@code TusTest}, whose answers no hook here sees. */
  private static final Set<String> OF_TUS =
      Set.of(
          "appendToUpload",
          "describeUpload",
          "describeUploads",
          "getUploadOffset",
          "terminateUpload");

  @Test
  void every_operation_was_answered_as_described() {
    try (TestServer server = TestServer.start()) {
      calls(server);
    }
    Set<String> missing = new TreeSet<>();
    for (Operation one : Document.THE.operations()) {
      if (!Contract.succeeded().contains(one.id()) && !OF_TUS.contains(one.id())) {
        missing.add(one + " was never answered " + one.success());
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static void calls(TestServer server) {
    String feed = "/api/feed/partner-a";
    String order = server.post(feed, TestServer.order("c", 1)).json().path("id").asString();
    String letter = server.post(feed, "{}").json().path("deadLetterId").asString();
    String run =
        server.post(feed + "/batch", TestServer.order("d", 1)).json().path("run").asString();
    for (String path :
        new String[] {
          "/",
          "/status/page.css",
          "/status/page.js",
          "/status/icon.svg",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/api/openapi.yaml",
          "/api/feeds",
          "/api/feeds/partner-a",
          "/api/datasets",
          "/api/datasets/orders/records",
          "/api/datasets/orders/records/" + order,
          "/api/datasets/orders/stats",
          "/api/orders",
          "/api/orders/" + order,
          "/api/orders/stats",
          "/api/dead-letters",
          "/api/dead-letters/" + letter,
          "/api/dead-letters/" + letter + "/payload",
          "/api/dead-letters/" + letter + "/original",
          "/api/dead-letters/groups",
          "/api/errors",
          "/api/errors/" + letter,
          "/api/errors/stats",
          "/api/runs",
          "/api/runs/" + run,
          "/api/books",
          "/api/books/audit",
          "/api/queues"
        }) {
      assertEquals(200, server.get(path).status(), path);
    }
    desk(server, "/api/dead-letters/" + letter);
    server.post("/api/live/tickets", "");
    String gap = "{\"source\":\"PARTNER_A\",\"from\":1,\"to\":2}";
    server.await(() -> server.post("/api/feeds/partner-a/sequences/dismiss", gap).status() == 200);
    server.open("/api/live?topics=runs", "Accept", "text/event-stream");
    server.post("/api/queues/import/pause", "");
    server.post("/api/queues/import/resume", "");
  }

  private static void desk(TestServer server, String letter) {
    server.put(letter + "/payload", "{}", "If-Match", "*");
    server.delete(letter + "/payload", "");
    server.post(letter + "/replay", "");
    server.post("/api/dead-letters/replay", "{\"filter\":{},\"dryRun\":true}");
    String other = server.post("/api/feed/partner-b", "{}").json().path("deadLetterId").asString();
    server.delete("/api/dead-letters/" + other, "{\"reason\":\"a test\"}");
  }

  @Test
  void no_answer_was_other_than_described_also_where_a_test_did_not_notice() {
    assertEquals(List.of(), Contract.broken());
  }
}

package dev.sluice.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** N60-N63, L75-L78, B26-B30: the spec's names, with numbers that are right. */
class MetricsTest {
  private static final String FEEDS =
      """
      feed: partner-queued
      dataset: orders
      landing: queued
      map: |
        { "externalOrderId": orderId, "partnerId": "QUEUED", "sequenceNumber": sequence,
          "productId": sku, "customerId": customerId, "quantity": quantity,
          "unitPrice": unitPrice, "taxRate": taxRate, "grossAmount": quantity * unitPrice,
          "taxAmount": quantity * unitPrice * taxRate,
          "netAmount": quantity * unitPrice * (1 + taxRate), "transactionTime": orderedAt }
      ---
      feed: as-it-is
      dataset: orders
      """;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(false, FEEDS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Scrape awaited(Predicate<Scrape> condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Scrape scrape = Scrape.of(server);
    while (!condition.test(scrape)) {
      assertTrue(System.nanoTime() < deadline, "not in time; last seen " + scrape.samples());
      TimeUnit.MILLISECONDS.sleep(50);
      scrape = Scrape.of(server);
    }
    return scrape;
  }

  @Test
  void every_order_is_counted_once_by_source_and_verdict() throws InterruptedException {
    Scrape before = Scrape.of(server);
    String feed = "/api/feed/partner-a";
    server.post(feed, TestServer.order("m1", 1));
    server.post(feed, TestServer.order("m1", 1));
    server.post(feed, TestServer.order("m1", 2));
    server.post(feed, TestServer.order("m2", 0));
    server.post("/api/feed/partner-queued", TestServer.order("m3", 1));
    String route = "/api/feed/{feed}";
    String batches = "sluice_batch_latency_seconds_count";
    String[] done = {"queue", "feed", "outcome", "done"};
    // A request is counted after its answer, and a batch after its records have landed.
    Scrape after =
        awaited(now ->
            grown(before, now, "sluice_api_latency_seconds_count", "route", route) >= 5
                && grown(before, now, batches, done) >= 1);

    String[] a = {"source", "PARTNER_A"};
    assertEquals(4, grown(before, after, "sluice_orders_received_total", a));
    assertEquals(2, grown(before, after, "sluice_orders_validated_total", a));
    assertEquals(2, grown(before, after, "sluice_orders_rejected_total", a));
    assertEquals(5, grown(before, after, "sluice_orders_received_total"));
    assertEquals(2, grown(before, after, "sluice_orders_rejected_total"));
    assertEquals(5, grown(before, after, "sluice_records_ingested_total"));
    assertEquals(5, grown(before, after, "sluice_records_processed_total"));
    assertEquals(2, grown(before, after, "sluice_processing_errors_total"));
    String settled = "sluice_records_settled_total";
    assertEquals(2, grown(before, after, settled, "dataset", "orders", "verdict", "stored"));
    assertEquals(1, grown(before, after, settled, "dataset", "orders", "verdict", "duplicate"));
    assertEquals(1, grown(before, after, settled, "dataset", "orders", "verdict", "conflict"));
    assertEquals(1, grown(before, after, settled, "dataset", "orders", "verdict", "rejected"));
    assertEquals(5, grown(before, after, "sluice_processing_latency_seconds_count"));
    assertEquals(5, grown(before, after, "sluice_commit_latency_seconds_count"));
    assertEquals(1, grown(before, after, "sluice_landing_delay_seconds_count"));
    assertEquals(1, grown(before, after, batches, done));
    String requests = "sluice_api_requests_total";
    assertEquals(1, grown(before, after, requests, "route", route, "status", "409"));
    assertEquals(1, grown(before, after, requests, "route", route, "status", "422"));
    assertEquals(5, grown(before, after, "sluice_api_latency_seconds_count", "route", route));
  }

  private static double grown(Scrape before, Scrape after, String name, String... labels) {
    return after.sum(name, labels) - before.sum(name, labels);
  }

  @Test
  void the_books_and_the_desk_are_shown() throws InterruptedException {
    server.post("/api/feed/partner-a", TestServer.order("b1", 0));
    Scrape scrape = awaited(now -> now.sum("sluice_dead_letters_open") >= 1);

    double received = scrape.sum("sluice_books_records", "count", "received");
    assertEquals(received, scrape.sum("sluice_books_records") - received);
    assertTrue(Double.isNaN(scrape.sum("sluice_books_audit_differences")));
    server.get("/api/books/audit");
    assertEquals(0, Scrape.of(server).sum("sluice_books_audit_differences"));
  }

  @Test
  void latencies_are_histograms_with_the_bounds_that_the_targets_need() {
    server.post("/api/feed/partner-a", TestServer.order("h1", 1));
    Scrape scrape = Scrape.of(server);
    for (String name :
        List.of(
            "sluice_api_latency_seconds",
            "sluice_processing_latency_seconds",
            "sluice_commit_latency_seconds")) {
      Set<String> bounds = new TreeSet<>();
      scrape.samples().stream()
          .filter(sample -> sample.name().equals(name + "_bucket"))
          .forEach(sample -> bounds.add(String.valueOf(sample.labels().get("le"))));
      assertTrue(bounds.containsAll(Set.of("0.001", "0.1", "0.5", "2.0", "+Inf")), name + bounds);
    }
  }

  @Test
  void what_callers_choose_never_becomes_a_label_without_bound() {
    for (int i = 0; i < 300; i++) {
      server.get("/nothing/" + i);
      server.post("/api/feed/no-such-" + i, "{}");
    }
    server.send("BREW", "/api/feeds");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      // Refused, whatever it says it is.
      many.append("{\"partnerId\":\"P").append(i).append("\",\"orderId\":\"\"}\n");
    }
    server.post("/api/feed/as-it-is/batch", many.toString());
    server.await(MetricsTest::isFolded);
    Scrape scrape = Scrape.of(server);

    assertTrue(scrape.sum("sluice_orders_rejected_total", "source", "other") >= 400);
    assertTrue(scrape.values("source").size() < 10, scrape.values("source").toString());
    assertTrue(scrape.values("route").size() < 60, scrape.values("route").toString());
    assertTrue(!scrape.values("method").contains("BREW"));
    assertTrue(scrape.samples().size() < 3_000, scrape.samples().size() + " series");
  }

  /** Whether what batches brought of their senders is known. */
  private static boolean isFolded() {
    try (var connection = server.database().connect();
        var select = connection.prepareStatement("select from sluice.batch where not folded");
        var row = select.executeQuery()) {
      return !row.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_process_tells_of_itself() throws InterruptedException {
    Scrape scrape =
        awaited(now -> {
          boolean collected = now.names().contains("jvm_gc_pause_seconds_count");
          if (!collected) {
            System.gc(); // its meter comes with the first collection
          }
          return collected;
        });

    assertEquals(1, scrape.sum("sluice_build_info"));
    assertTrue(scrape.sum("sluice_database_connections") >= 1);
    assertTrue(scrape.sum("sluice_database_connections_max") >= 2);
    assertTrue(scrape.sum("sluice_disk_free_bytes") > 0);
    assertTrue(
        scrape
            .names()
            .containsAll(
                Set.of(
                    "sluice_queue_depth",
                    "sluice_queue_oldest_seconds",
                    "sluice_queue_in_flight",
                    "sluice_queue_dead",
                    "sluice_queue_paused",
                    "sluice_batches_rescued_total",
                    "sluice_database_connections_active",
                    "sluice_database_connections_pending",
                    "jvm_memory_used_bytes",
                    "jvm_gc_pause_seconds_count",
                    "jvm_threads_live_threads",
                    "process_cpu_usage",
                    "system_cpu_usage",
                    "process_uptime_seconds")),
        scrape.names().toString());
  }
}

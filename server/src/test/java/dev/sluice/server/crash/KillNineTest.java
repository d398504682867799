package dev.sluice.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * N02, N04, N27, B21, decision 11: what was answered is there once, through any kill. For the long
 * run of {@code bench/README.md}: {@code -Dsluice.crash.orders=100000 -Dsluice.crash.kills=10}.
 */
class KillNineTest {
  private static final int ORDERS = Integer.getInteger("sluice.crash.orders", 5_000);
  private static final int KILLS = Integer.getInteger("sluice.crash.kills", 3);
  private static final int SENDERS = 8;
  private static final long SEED = 20260301;

  @TempDir private Path folder;
  private final AtomicReference<ServerProcess> server = new AtomicReference<>();
  private final Sender sender = new Sender(() -> url());

  private URI url() {
    return server.get().url();
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "queued"})
  void acknowledged_orders_survive_kill_9_exactly_once(String landing) throws Exception {
    Path definitions = Definitions.nexusstream(folder.resolve("definitions"), landing);
    Path data = folder.resolve("data");
    server.set(ServerProcess.start(data, definitions, 0));
    int port = server.get().port();
    try {
      Orders orders = new Orders(ORDERS, SEED);
      AtomicInteger next = new AtomicInteger();
      List<Future<List<String>>> senders = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < SENDERS; i++) {
          senders.add(threads.submit(() -> sendAll(orders.bodies(), next)));
        }
        killAtRandom(next, senders, data, definitions, port);
      }
      List<String> surprises = new ArrayList<>();
      for (Future<List<String>> each : senders) {
        surprises.addAll(each.get());
      }
      assertEquals(List.of(), surprises);
      awaitNothingInFlight();
      sendConflicts(orders, landing);
      awaitNothingInFlight();
      verify(orders);
    } finally {
      server.get().stop();
    }
  }

  /** Returns answers that fit no expectation. */
  private List<String> sendAll(List<String> bodies, AtomicInteger next)
      throws InterruptedException {
    List<String> surprises = new ArrayList<>();
    for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
      String body = bodies.get(i);
      int expected = body.startsWith("{\"orderId\":\"BAD") ? 422 : 202;
      HttpResponse<String> response = sender.send("/api/feed/partner-a", body);
      if (response.statusCode() != expected) {
        surprises.add(response.statusCode() + " for " + body + ": " + response.body());
      }
    }
    return surprises;
  }

  /** Kills at random moments of progress, so that slow and fast machines kill alike. */
  private void killAtRandom(
      AtomicInteger next, List<Future<List<String>>> senders, Path data, Path definitions, int port)
      throws Exception {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int slice = ORDERS / (KILLS + 1);
      int at = kill * slice + slice / 2 + random.nextInt(slice / 2);
      while (next.get() < at) {
        assertFalse(senders.stream().allMatch(Future::isDone), "all senders gave up");
        TimeUnit.MILLISECONDS.sleep(1);
      }
      server.get().kill();
      server.set(ServerProcess.start(data, definitions, port));
    }
  }

  private void sendConflicts(Orders orders, String landing) throws InterruptedException {
    int expected = landing.equals("direct") ? 409 : 202;
    for (int number = 0; number < orders.valid(); number += 100) {
      String body = orders.conflicting(number);
      assertEquals(expected, sender.send("/api/feed/partner-a", body).statusCode());
      assertEquals(expected, sender.send("/api/feed/partner-a", body).statusCode(), "resent");
    }
  }

  private void awaitNothingInFlight() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (books("inFlight") != 0) {
      assertTrue(System.nanoTime() < deadline, "still in flight: " + sender.get("/api/books"));
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private long books(String count) throws Exception {
    return sender.get("/api/books").path("total").path(count).asLong();
  }

  private void verify(Orders orders) throws Exception {
    JsonNode stats = sender.get("/api/orders/stats?fresh=true");
    assertEquals(orders.valid(), stats.path("total").asLong());
    BigDecimal gross = BigDecimal.ZERO;
    for (JsonNode source : stats.path("bySource")) {
      gross = gross.add(new BigDecimal(source.path("sums").path("grossAmount").asString()));
    }
    assertEquals(0, orders.gross().compareTo(gross), orders.gross() + " but stored " + gross);
    JsonNode errors = sender.get("/api/errors/stats");
    assertEquals(orders.invalid() + orders.conflicts(), errors.path("total").asLong());
    assertEquals(orders.valid(), books("stored"));
    assertEquals(orders.invalid() + orders.conflicts(), books("rejected"));
    assertEquals(0, books("dead"));
    assertEquals(books("received"), books("stored") + books("duplicate") + books("rejected"));
    JsonNode audit = sender.get("/api/books/audit");
    assertEquals(0, audit.path("differences").size(), audit.toString());
    assertTrue(Files.exists(folder.resolve("data")));
  }
}

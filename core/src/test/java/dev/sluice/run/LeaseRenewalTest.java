package dev.sluice.run;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testing.InMemoryStores;
import dev.sluice.testing.SettableClock;
import dev.sluice.testing.Stores;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases last as long as their handler lives. They run out by a clock that the test moves. */
class LeaseRenewalTest {
  private static final long PATIENCE = 60;
  private static final Duration LEASE = Duration.ofMillis(60);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final Stores stores = InMemoryStores.create(clock);
  private final LocalDispatch dispatch = new LocalDispatch();

  /** When each batch was renewed last. */
  private final Map<UUID, Instant> renewed = new ConcurrentHashMap<>();

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final List<Lease> mine = new ArrayList<>();
  private @Nullable Worker worker;

  private void start(int together, Handler handler) {
    for (int n = 0; n < together; n++) {
      stores.batches().accept(batch(stores.batches().open(DAY)), 1, new byte[] {1});
    }
    worker =
        new Worker(
            new Worker.Options(RunKind.FEED, "test", 1, LEASE, 10, together, Duration.ofMillis(20)),
            notingRenewals(),
            handler,
            each -> new RetryPolicy(3, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
            dispatch,
            new Random(1),
            new ReentrantReadWriteLock(true));
    worker.start();
  }

  private BatchStore notingRenewals() {
    return (BatchStore)
        Proxy.newProxyInstance(
            BatchStore.class.getClassLoader(),
            new Class<?>[] {BatchStore.class},
            (proxy, method, arguments) -> {
              Instant before = clock.instant();
              Object answer = method.invoke(stores.batches(), arguments);
              if (method.getName().equals("renew") && Boolean.TRUE.equals(answer)) {
                renewed.put(((Lease) arguments[0]).batch().id(), before);
              }
              return answer;
            });
  }

  @AfterEach
  void close() {
    requireNonNull(worker).close();
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(PATIENCE, TimeUnit.SECONDS));
  }

  private void await(String what, BooleanSupplier so) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "never " + what);
      dispatch.await(RunKind.UNDO, Duration.ofMillis(5));
    }
  }

  private void awaitDead(int records) throws InterruptedException {
    await("dead", () -> stores.books().totals().total().dead() == records);
  }

  /** For four times as long as a lease lasts. */
  private void assertRenewed() throws InterruptedException {
    for (int n = 0; n < 8; n++) {
      clock.advance(LEASE.dividedBy(2));
      Instant now = clock.instant();
      await(
          "renewed",
          () -> mine.stream().allMatch(lease -> now.equals(renewed.get(lease.batch().id()))));
      assertEquals(0, stores.batches().rescue(10), "a lease ran out under a living handler");
    }
  }

  @Test
  void a_lease_is_renewed_while_its_handler_lives() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    start(
        1,
        lease -> {
          mine.add(lease);
          told.add("holding");
          release.await();
          return new Attempt.Rejected("done", "done");
        });
    assertEquals("holding", next());
    assertRenewed();
    assertTrue(stores.batches().renew(mine.getFirst(), Duration.ofSeconds(30)));
    release.countDown();
    awaitDead(1);
  }

  @Test
  void all_are_renewed_and_one_that_is_lost_stops_only_itself() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    start(
        3,
        new Handler() {
          @Override
          public Attempt handle(Lease lease) {
            told.add("alone " + mine.indexOf(lease));
            return new Attempt.Rejected("seen", "seen");
          }

          @Override
          public boolean handleTogether(List<Lease> leases) throws InterruptedException {
            mine.addAll(leases);
            told.add("together");
            return never.await(1, TimeUnit.HOURS);
          }
        });
    assertEquals("together", next());
    assertRenewed();
    assertTrue(stores.batches().bury(mine.get(1), "cancelled", "somebody stopped it"));
    assertEquals("alone 0", next());
    assertEquals("alone 2", next());
    awaitDead(3);
  }
}

package dev.sluice.run;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testing.InMemoryStores;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker does with several batches at once. */
class WorkerTogetherTest {
  private static final int BATCHES = 3;

  private final Stores stores = InMemoryStores.create(InstantSource.system());
  private final LocalDispatch dispatch = new LocalDispatch();
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Worker worker = worker(new Buries(() -> true), Duration.ofSeconds(30));

  /** What a handler does with several; alone it has each buried. */
  @FunctionalInterface
  private interface Together {
    boolean settles() throws InterruptedException;
  }

  private final class Buries implements Handler {
    private final Together together;

    Buries(Together together) {
      this.together = together;
    }

    @Override
    public Attempt handle(Lease lease) {
      told.add("alone " + lease.batch().attempts());
      return new Attempt.Rejected("seen", "seen");
    }

    @Override
    public boolean handleTogether(List<Lease> leases) throws InterruptedException {
      told.add("together " + leases.size());
      if (!together.settles()) {
        return false;
      }
      leases.forEach(lease -> stores.batches().bury(lease, "seen", "seen"));
      return true;
    }
  }

  private Worker worker(Handler handler, Duration lease) {
    return new Worker(
        new Worker.Options(RunKind.FEED, "test", 1, lease, 10, BATCHES, Duration.ofMillis(20)),
        stores.batches(),
        handler,
        each -> new RetryPolicy(3, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
        dispatch,
        new Random(1),
        new ReentrantReadWriteLock(true));
  }

  @BeforeEach
  void queue() {
    for (int n = 0; n < BATCHES; n++) {
      stores.batches().accept(batch(stores.batches().open(DAY)), 1, new byte[] {1});
    }
  }

  @AfterEach
  void close() {
    worker.close();
  }

  private void start(Together together, Duration lease) {
    worker = worker(new Buries(together), lease);
    worker.start();
  }

  /** The next things that happened. */
  private List<String> next(int count) throws InterruptedException {
    List<String> next = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      next.add(String.valueOf(told.poll(60, TimeUnit.SECONDS)));
    }
    return next;
  }

  private void awaitDead() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (stores.books().totals().total().dead() != BATCHES) {
      assertTrue(System.nanoTime() < deadline, "not dead in time");
      dispatch.await(RunKind.UNDO, Duration.ofMillis(5));
    }
  }

  @Test
  void batches_that_settle_together_are_handled_no_more() throws Exception {
    start(() -> true, Duration.ofSeconds(30));
    assertEquals(List.of("together 3"), next(1));
    awaitDead();
    worker.close();
    assertTrue(told.isEmpty());
  }

  @Test
  void batches_that_do_not_settle_together_are_handled_alone() throws Exception {
    start(() -> false, Duration.ofSeconds(30));
    assertEquals(List.of("together 3", "alone 0", "alone 0", "alone 0"), next(4));
    awaitDead();
  }

  @Test
  void a_failure_of_several_is_looked_for_in_each_and_is_no_attempt() throws Exception {
    start(
        () -> {
          throw new IllegalStateException("one of them is bad");
        },
        Duration.ofSeconds(30));
    assertEquals(List.of("together 3", "alone 0", "alone 0", "alone 0"), next(4));
    awaitDead();
  }

  @Test
  void all_are_given_back_where_a_backend_is_away() throws Exception {
    start(
        () -> {
          if (told.size() == 1) {
            throw new BackendException(
                BackendException.Kind.UNAVAILABLE, "away", new IllegalStateException());
          }
          return true;
        },
        Duration.ofSeconds(30));
    awaitDead();
    assertEquals(List.of("together 3", "together 3"), next(2), "and no attempt was used up");
  }
}

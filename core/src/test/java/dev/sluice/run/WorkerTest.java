package dev.sluice.run;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testing.InMemoryStores;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final long PATIENCE = 60;

  private final Stores stores = InMemoryStores.create(InstantSource.system());
  private final CountDownLatch asleep = new CountDownLatch(2);
  private final LocalDispatch wakeUps = new LocalDispatch();
  private final Dispatch dispatch =
      new Dispatch() {
        @Override
        public void ready(RunKind kind) {
          wakeUps.ready(kind);
        }

        @Override
        public void await(RunKind kind, Duration timeout) throws InterruptedException {
          asleep.countDown();
          wakeUps.await(kind, timeout);
        }
      };
  private final ReentrantReadWriteLock company = new ReentrantReadWriteLock(true);
  private final LinkedBlockingQueue<Lease> handled = new LinkedBlockingQueue<>();
  private Worker worker = worker(lease -> new Attempt.Done(), Duration.ofSeconds(30));

  private Worker worker(Handler handler, Duration lease) {
    return worker(handler, lease, Duration.ofMillis(20));
  }

  private Worker worker(Handler handler, Duration lease, Duration idle) {
    return new Worker(
        new Worker.Options(RunKind.FEED, "test", 2, lease, 10, 1, idle),
        stores.batches(),
        each -> {
          handled.add(each);
          return handler.handle(each);
        },
        each -> new RetryPolicy(3, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
        dispatch,
        new Random(1),
        company);
  }

  private void start(Handler handler) {
    start(handler, Duration.ofSeconds(30));
  }

  private void start(Handler handler, Duration lease) {
    worker = worker(handler, lease);
    worker.start();
  }

  private void queue() {
    stores.batches().accept(batch(stores.batches().open(DAY)), 1, new byte[] {1});
    dispatch.ready(RunKind.FEED);
  }

  private Lease nextHandled() throws InterruptedException {
    Lease lease = handled.poll(PATIENCE, TimeUnit.SECONDS);
    assertTrue(lease != null, "nothing was handled");
    return lease;
  }

  private void awaitDead(int records) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE).toNanos();
    while (stores.books().totals().total().dead() != records) {
      assertTrue(System.nanoTime() < deadline, "not dead in time");
      dispatch.await(RunKind.UNDO, Duration.ofMillis(5));
    }
  }

  private void awaitWaitingForCompany() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE).toNanos();
    while (!company.hasQueuedThreads()) {
      assertTrue(System.nanoTime() < deadline, "nobody waited for the others to be done");
      dispatch.await(RunKind.UNDO, Duration.ofMillis(5));
    }
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void a_transient_failure_is_retried_to_its_limit_and_then_dead_N21() throws Exception {
    start(lease -> new Attempt.RetryAfter(Duration.ZERO, "throttled"));
    queue();
    assertEquals(0, nextHandled().batch().attempts());
    assertEquals(1, nextHandled().batch().attempts());
    assertEquals(2, nextHandled().batch().attempts());
    awaitDead(1);
  }

  @Test
  void a_permanent_failure_is_dead_at_once_E47() throws Exception {
    start(lease -> new Attempt.Rejected("schema", "wrong shape"));
    queue();
    nextHandled();
    awaitDead(1);
    assertTrue(handled.isEmpty());
  }

  @Test
  void an_unavailable_backend_uses_up_no_attempt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    start(lease -> {
      if (calls.incrementAndGet() <= 4) {
        throw new BackendException(
            BackendException.Kind.UNAVAILABLE, "away", new IllegalStateException());
      }
      return new Attempt.Rejected("seen", "seen");
    });
    queue();
    for (int i = 0; i < 5; i++) {
      assertEquals(0, nextHandled().batch().attempts());
    }
    awaitDead(1);
  }

  @Test
  void a_handler_that_lost_its_lease_is_interrupted_and_the_worker_goes_on() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    start(
        lease -> {
          // Not by who comes first: the second lease's thread may overtake.
          if (lease.epoch() == 1) {
            never.await();
          }
          return new Attempt.Rejected("seen", "seen");
        },
        Duration.ofMillis(300));
    queue();
    Lease first = nextHandled();
    assertTrue(stores.batches().release(first, Duration.ZERO, "taken away", false));
    dispatch.ready(RunKind.FEED);
    assertTrue(nextHandled().epoch() > first.epoch());
    awaitDead(1);
  }

  @Test
  void one_wake_up_for_many_batches_wakes_all_workers() throws Exception {
    CountDownLatch together = new CountDownLatch(2);
    worker =
        worker(
            lease -> {
              together.countDown();
              return together.await(PATIENCE, TimeUnit.SECONDS)
                  ? new Attempt.Done()
                  : new Attempt.Rejected("alone", "no other worker came");
            },
            Duration.ofSeconds(30),
            Duration.ofHours(1));
    worker.start();
    assertTrue(asleep.await(PATIENCE, TimeUnit.SECONDS), "a worker never slept");
    stores.batches().accept(batch(stores.batches().open(DAY)), 1, new byte[] {1});
    stores.batches().accept(batch(stores.batches().open(DAY)), 1, new byte[] {1});
    dispatch.ready(RunKind.FEED);
    assertTrue(together.await(PATIENCE, TimeUnit.SECONDS), "one worker did all, the other slept");
  }

  @Test
  void a_suspect_batch_runs_alone() throws Exception {
    queue();
    for (int crash = 0; crash < BatchStore.SUSPECT_AFTER; crash++) {
      var _ =
          stores
              .batches()
              .lease(
                  new LeaseRequest(
                      RunKind.FEED, "crashing", Duration.ZERO, LeaseRequest.FIRST, 10));
      assertEquals(1, stores.batches().rescue(10));
    }
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    company.readLock().lock();
    try {
      start(lease -> {
        busy.countDown();
        finish.await();
        return new Attempt.Rejected("done", "done");
      });
      awaitWaitingForCompany();
      assertEquals(1, busy.getCount(), "it ran beside others");
    } finally {
      company.readLock().unlock();
    }
    assertTrue(busy.await(PATIENCE, TimeUnit.SECONDS), "it never ran");
    assertFalse(company.readLock().tryLock(), "others may run beside it");
    finish.countDown();
    awaitDead(1);
  }
}

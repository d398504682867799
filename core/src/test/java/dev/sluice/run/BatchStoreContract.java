package dev.sluice.run;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The queue's promises (rules 7 to 9). */
public interface BatchStoreContract {
  Duration LONG = Duration.ofSeconds(30);

  /** Fresh and empty. */
  Stores stores();

  private Optional<Lease> lease(Duration duration, UUID after, int cap) {
    return stores().batches().lease(new LeaseRequest(RunKind.FEED, "test", duration, after, cap));
  }

  private Lease lease() {
    return lease(LONG, LeaseRequest.FIRST, 100).orElseThrow();
  }

  private UUID queue(RunKey key) {
    NewBatch batch = batch(stores().batches().open(key), key);
    stores().batches().accept(batch, 2, new byte[] {1, 2});
    return batch.id();
  }

  private List<DeadLetter> letters() {
    return stores().letters().letters(LetterFilter.ANY, null, 100);
  }

  @Test
  default void a_run_is_opened_once() {
    UUID run = stores().batches().open(DAY);
    assertEquals(run, stores().batches().open(DAY));
    assertNotEquals(
        run, stores().batches().open(new RunKey("default", RunKind.FEED, "till", "2026-03-02")));
  }

  @Test
  default void a_leased_batch_carries_what_was_accepted() {
    UUID id = queue(DAY);
    Lease lease = lease();
    assertEquals(id, lease.batch().id());
    assertEquals(DAY, lease.batch().key());
    assertEquals(2, lease.batch().received());
    assertEquals(2, lease.batch().payload().length);
    assertEquals("correlation", lease.batch().correlation());
    assertTrue(lease(LONG, LeaseRequest.FIRST, 100).isEmpty(), "it is leased once");
  }

  @Test
  default void accepting_the_same_batch_again_changes_nothing() {
    NewBatch batch = batch(stores().batches().open(DAY));
    stores().batches().accept(batch, 2, new byte[] {1});
    stores().batches().accept(batch, 2, new byte[] {1});
    assertEquals(2, stores().books().totals().total().received());
    lease();
    assertTrue(lease(LONG, LeaseRequest.FIRST, 100).isEmpty());
  }

  @Test
  default void runs_take_turns() {
    RunKey bulk = new RunKey("default", RunKind.FEED, "bulk", "2026-03-01");
    RunKey small = new RunKey("default", RunKind.FEED, "small", "2026-03-01");
    for (int i = 0; i < 3; i++) {
      queue(bulk);
    }
    queue(small);
    List<String> served = new ArrayList<>();
    UUID after = LeaseRequest.FIRST;
    for (int i = 0; i < 4; i++) {
      Lease lease = lease(LONG, after, 100).orElseThrow();
      served.add(lease.batch().key().name());
      after = lease.batch().run();
    }
    assertEquals(List.of("bulk", "small", "bulk", "bulk"), served);
  }

  @Test
  default void a_tenant_at_its_cap_leaves_the_others_their_turn() {
    RunKey greedy = new RunKey("greedy", RunKind.FEED, "a", "2026-03-01");
    RunKey modest = new RunKey("modest", RunKind.FEED, "b", "2026-03-01");
    queue(greedy);
    queue(greedy);
    queue(greedy);
    queue(modest);
    List<String> served = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      served.add(lease(LONG, LeaseRequest.FIRST, 2).orElseThrow().batch().key().tenant());
    }
    assertEquals(List.of("greedy", "modest", "greedy"), served);
    assertTrue(lease(LONG, LeaseRequest.FIRST, 2).isEmpty());
  }

  @Test
  default void a_tenant_that_has_nothing_under_way_comes_first() {
    for (String name : List.of("a", "b", "c")) {
      queue(new RunKey("greedy", RunKind.FEED, name, "2026-03-01"));
    }
    Lease first = lease(LONG, LeaseRequest.FIRST, 100).orElseThrow();
    queue(new RunKey("modest", RunKind.FEED, "d", "2026-03-01"));
    queue(new RunKey("modest", RunKind.FEED, "d", "2026-03-01"));
    List<String> served = new ArrayList<>();
    UUID after = first.batch().run();
    for (int i = 0; i < 3; i++) {
      Lease lease = lease(LONG, after, 100).orElseThrow();
      served.add(lease.batch().key().name());
      after = lease.batch().run();
    }
    assertEquals(List.of("d", "b", "c"), served, "then all take turns");
  }

  @Test
  default void many_workers_never_share_a_batch() throws Exception {
    for (int i = 0; i < 60; i++) {
      queue(DAY);
    }
    Set<UUID> leased = ConcurrentHashMap.newKeySet();
    Callable<Integer> worker =
        () -> {
          int count = 0;
          for (var lease = lease(LONG, LeaseRequest.FIRST, 1_000);
              lease.isPresent();
              lease = lease(LONG, LeaseRequest.FIRST, 1_000)) {
            leased.add(lease.get().batch().id());
            count++;
          }
          return count;
        };
    int total = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> count : threads.invokeAll(List.of(worker, worker, worker, worker))) {
        total += count.get();
      }
    }
    assertEquals(60, total);
    assertEquals(60, leased.size());
  }

  @Test
  default void every_grant_raises_the_epoch_and_only_the_newest_may_act() {
    queue(DAY);
    Lease first = lease(Duration.ZERO, LeaseRequest.FIRST, 100).orElseThrow();
    assertEquals(1, stores().batches().rescue(10));
    Lease second = lease();
    assertTrue(second.epoch() > first.epoch());
    assertEquals(1, second.batch().rescues());
    assertEquals(0, second.batch().attempts());
    assertFalse(stores().batches().renew(first, LONG));
    assertFalse(stores().batches().release(first, Duration.ZERO, "late", true));
    assertFalse(stores().batches().bury(first, "late", "late"));
    assertTrue(stores().batches().renew(second, LONG));
  }

  @Test
  default void a_renewed_lease_is_not_rescued() {
    queue(DAY);
    Lease lease = lease(Duration.ZERO, LeaseRequest.FIRST, 100).orElseThrow();
    assertTrue(stores().batches().renew(lease, LONG));
    assertEquals(0, stores().batches().rescue(10));
  }

  @Test
  default void a_released_batch_waits_out_its_delay_and_counts_its_attempts() {
    queue(DAY);
    assertTrue(stores().batches().release(lease(), Duration.ZERO, "first", true));
    Lease again = lease();
    assertEquals(1, again.batch().attempts());
    assertTrue(stores().batches().release(again, Duration.ZERO, "database away", false));
    Lease third = lease();
    assertEquals(1, third.batch().attempts());
    assertTrue(stores().batches().release(third, Duration.ofMinutes(5), "later", true));
    assertTrue(lease(LONG, LeaseRequest.FIRST, 100).isEmpty());
  }

  @Test
  default void a_buried_batch_is_one_letter_with_all_its_records_N04() {
    UUID id = queue(DAY);
    assertTrue(stores().batches().bury(lease(), "retries-exhausted", "the lake was closed"));
    DeadLetter letter = letters().getFirst();
    assertEquals(id, letter.batch());
    assertEquals(DeadLetter.Cause.EXHAUSTED, letter.cause());
    assertEquals("retries-exhausted", letter.code());
    assertEquals("the lake was closed", letter.errors().getFirst().message());
    assertEquals(2, letter.records());
    assertEquals(2, stores().letters().content(letter.id()).orElseThrow().original().length);
    assertEquals(new Counts(2, 0, 0, 0, 0, 2), stores().books().totals().total());
    assertEquals(2, stores().books().totals().openProblems());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void a_batch_that_keeps_crashing_its_workers_is_dead() {
    queue(DAY);
    for (int crash = 1; crash <= BatchStore.DEAD_AFTER; crash++) {
      assertTrue(lease(Duration.ZERO, LeaseRequest.FIRST, 100).isPresent());
      assertEquals(1, stores().batches().rescue(10));
    }
    assertTrue(lease(LONG, LeaseRequest.FIRST, 100).isEmpty());
    assertEquals("crashed", letters().getFirst().code());
    assertEquals(new Counts(2, 0, 0, 0, 0, 2), stores().books().totals().total());
  }

  @Test
  default void a_paused_queue_gives_nothing_out_until_resumed() {
    queue(DAY);
    stores().batches().pause(RunKind.FEED, true);
    assertTrue(lease(LONG, LeaseRequest.FIRST, 100).isEmpty());
    assertTrue(feedQueue().paused());
    stores().batches().pause(RunKind.FEED, false);
    lease();
  }

  private Books.Queue feedQueue() {
    return stores().books().queues().stream()
        .filter(queue -> queue.kind() == RunKind.FEED)
        .findFirst()
        .orElseThrow();
  }

  @Test
  default void queues_show_what_waits_what_runs_and_what_died_B28() {
    queue(DAY);
    queue(DAY);
    queue(DAY);
    lease();
    stores().batches().bury(lease(), "x", "y");
    Books.Queue queue = feedQueue();
    assertEquals(1, queue.depth());
    assertEquals(1, queue.inFlight());
    assertEquals(1, queue.dead());
    assertTrue(queue.oldest() != null);
  }

  @Test
  default void runs_are_listed_newest_first_with_their_books_and_close_when_done() {
    UUID first = stores().batches().open(DAY);
    UUID second =
        stores().batches().open(new RunKey("default", RunKind.FEED, "till", "2026-03-02"));
    queue(DAY);
    Books.Query all = new Books.Query(null, null, null, null, null, 10);
    assertEquals(List.of(second, first), stores().books().runs(all).stream().map(Run::id).toList());
    assertEquals(2, stores().books().run(first).orElseThrow().counts().inFlight());
    assertEquals(0, stores().books().closeBefore("2026-03-02"), "a batch is in flight");
    stores().batches().bury(lease(), "x", "y");
    stores().books().fold(10);
    assertEquals(1, stores().books().closeBefore("2026-03-02"));
    Run closed = stores().books().run(first).orElseThrow();
    assertEquals(Run.Status.COMPLETED, closed.status());
    assertTrue(closed.balanced());
    Books.Query running =
        new Books.Query(RunKind.FEED, "till", Run.Status.RUNNING, "default", null, 10);
    assertEquals(List.of(second), stores().books().runs(running).stream().map(Run::id).toList());
  }

  @Test
  default void purged_batches_leave_the_books_right() {
    queue(DAY);
    stores().batches().bury(lease(), "x", "y");
    assertEquals(0, stores().books().purge(Duration.ofSeconds(-5), 10), "not folded yet");
    assertEquals(1, stores().books().fold(10));
    assertEquals(1, stores().books().purge(Duration.ofSeconds(-5), 10));
    assertEquals(new Counts(2, 0, 0, 0, 0, 2), stores().books().totals().total());
    assertEquals(List.of(), stores().books().audit());
    assertEquals(1, stores().letters().purge(Duration.ofSeconds(-5), 10));
    assertEquals(List.of(), stores().books().audit());
  }
}

package dev.sluice.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AcceptanceTest {
  private static final Acceptance.Limits LIMITS =
      new Acceptance.Limits(1, 10, 1_000, Duration.ZERO);

  @Test
  @Timeout(30)
  void what_arrives_during_a_commit_shares_the_next_one() throws Exception {
    Held held = new Held(n -> n * 2);
    Acceptance<Integer, Integer> acceptance = new Acceptance<>(held, n -> 1, LIMITS);
    Future<Integer> first = waiting(() -> acceptance.submit(1));
    held.committing.await();
    List<Future<Integer>> others = new ArrayList<>();
    for (int i = 2; i <= 6; i++) {
      int n = i;
      others.add(waiting(() -> acceptance.submit(n)));
    }
    held.go.countDown();
    assertEquals(2, first.get());
    for (int i = 0; i < 5; i++) {
      assertEquals((i + 2) * 2, others.get(i).get());
    }
    assertTrue(
        held.groups.size() < 6, "five that waited were not committed one by one: " + held.groups);
  }

  /** Answers what it commits once it may go. */
  private static final class Held implements Acceptance.Committer<Integer, Integer> {
    final ConcurrentLinkedQueue<Integer> groups = new ConcurrentLinkedQueue<>();
    final CountDownLatch committing = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    private final UnaryOperator<Integer> answer;

    Held(UnaryOperator<Integer> answer) {
      this.answer = answer;
    }

    @Override
    public List<Integer> commit(List<Integer> group) {
      groups.add(group.size());
      committing.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return group.stream().map(answer).toList();
    }
  }

  /** A call on a thread of its own that waits for its commit. */
  private static Future<Integer> waiting(Callable<Integer> call) {
    FutureTask<Integer> task = new FutureTask<>(call);
    awaitWaiting(List.of(Thread.startVirtualThread(task)));
    return task;
  }

  private static void awaitWaiting(List<Thread> senders) {
    for (Thread sender : senders) {
      while (sender.isAlive() && sender.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void a_group_keeps_to_its_weight_and_a_heavier_submission_goes_alone() throws Exception {
    ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
    Acceptance<Integer, Integer> acceptance =
        new Acceptance<>(
            group -> {
              groups.add(List.copyOf(group));
              return group;
            },
            n -> n,
            LIMITS);
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int weight = i % 50 == 0 ? 25 : 3;
      senders.add(() -> acceptance.submit(weight));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : threads.invokeAll(senders)) {
        assertTrue(answer.get() > 0);
      }
    }
    for (List<Integer> group : groups) {
      assertTrue(
          group.size() == 1 || group.stream().mapToInt(Integer::intValue).sum() <= 10,
          group.toString());
    }
    assertEquals(200, groups.stream().mapToInt(List::size).sum());
  }

  @Test
  void a_failed_commit_fails_all_of_its_group_and_nothing_after_it() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    Acceptance<String, String> acceptance =
        new Acceptance<>(
            group -> {
              if (commits.getAndIncrement() == 0) {
                throw new BackendException(
                    BackendException.Kind.UNAVAILABLE, "away", new IllegalStateException());
              }
              return group;
            },
            s -> 1,
            LIMITS);
    BackendException fault = assertThrows(BackendException.class, () -> acceptance.submit("lost"));
    assertEquals(BackendException.Kind.UNAVAILABLE, fault.kind());
    assertEquals("kept", acceptance.submit("kept"));
  }

  @Test
  @Timeout(30)
  void too_much_waiting_is_refused_rather_than_kept_in_memory() throws Exception {
    Held held = new Held(n -> n);
    Acceptance<Integer, Integer> acceptance =
        new Acceptance<>(held, n -> n, new Acceptance.Limits(1, 10, 20, Duration.ZERO));
    Future<Integer> first = waiting(() -> acceptance.submit(1));
    held.committing.await();
    Future<Integer> second = waiting(() -> acceptance.submit(20));
    assertThrows(Acceptance.OverloadedException.class, () -> acceptance.submit(1_000));
    held.go.countDown();
    assertEquals(1, first.get());
    assertEquals(20, second.get());
    assertEquals(5, acceptance.submit(5));
  }

  @Test
  @Timeout(30)
  void after_a_commit_of_many_the_next_waits_until_as_many_are_there() throws Exception {
    ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
    Acceptance<Integer, Integer> acceptance = paced(groups, Duration.ofMinutes(5));
    acceptance.submit(8);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      senders.add(Thread.startVirtualThread(() -> submit(acceptance, 1)));
    }
    awaitWaiting(senders);
    assertEquals(1, groups.size());
    acceptance.submit(1);
    assertEquals(List.of(List.of(8), List.of(1, 1, 1, 1, 1, 1, 1, 1)), List.copyOf(groups));
    for (Thread sender : senders) {
      sender.join();
    }
  }

  @Test
  @Timeout(30)
  void of_many_that_wait_half_are_taken_and_no_fewer_than_enough() throws Exception {
    Held held = new Held(n -> n);
    Acceptance<Integer, Integer> acceptance =
        new Acceptance<>(held, n -> 1, new Acceptance.Limits(1, 500, 1_000, Duration.ZERO));
    List<Thread> senders = new ArrayList<>();
    senders.add(Thread.startVirtualThread(() -> submit(acceptance, 1)));
    held.committing.await();
    for (int i = 0; i < 100; i++) {
      senders.add(Thread.startVirtualThread(() -> submit(acceptance, 1)));
    }
    awaitWaiting(senders);
    held.go.countDown();
    for (Thread sender : senders) {
      sender.join();
    }
    assertEquals(List.of(1, 50, 32, 18), List.copyOf(held.groups));
  }

  @Test
  @Timeout(30)
  void after_a_commit_of_few_the_next_begins_at_once() throws Exception {
    assertOneFollows(7, Duration.ofMinutes(5));
  }

  @Test
  @Timeout(30)
  void who_comes_alone_after_many_waits_for_no_more_than_the_pace() throws Exception {
    assertOneFollows(8, Duration.ofMillis(50));
  }

  private static void assertOneFollows(int first, Duration pace) throws InterruptedException {
    ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
    Acceptance<Integer, Integer> acceptance = paced(groups, pace);
    acceptance.submit(first);
    acceptance.submit(1);
    assertEquals(List.of(List.of(first), List.of(1)), List.copyOf(groups));
  }

  private static Acceptance<Integer, Integer> paced(
      ConcurrentLinkedQueue<List<Integer>> groups, Duration pace) {
    return new Acceptance<>(
        group -> {
          groups.add(List.copyOf(group));
          return group;
        },
        n -> n,
        new Acceptance.Limits(1, 100, 1_000, pace));
  }

  private static void submit(Acceptance<Integer, Integer> acceptance, int weight) {
    try {
      acceptance.submit(weight);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

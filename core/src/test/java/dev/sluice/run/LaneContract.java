package dev.sluice.run;

import static dev.sluice.testing.Samples.DAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.Landing;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Batches of one lane are leased one after the other, in the order they were accepted in (rule 9).
 */
public interface LaneContract {

  /** Fresh and empty. */
  Stores stores();

  private NewBatch batch(@Nullable String lane, UUID id, RunKey key) {
    return new NewBatch(
        id, stores().batches().open(key), key, "sales", "hash", "correlation", lane, null);
  }

  private UUID queue(String lane) {
    return queue(lane, Samples.id(), DAY);
  }

  private UUID queue(String lane, UUID id, RunKey key) {
    stores().batches().accept(batch(lane, id, key), 1, new byte[] {1});
    return id;
  }

  private Optional<Lease> lease(Duration duration) {
    return stores()
        .batches()
        .lease(new LeaseRequest(RunKind.FEED, "test", duration, LeaseRequest.FIRST, 100));
  }

  private Optional<UUID> leased() {
    return lease(Duration.ofSeconds(30)).map(lease -> lease.batch().id());
  }

  private Lease head() {
    return lease(Duration.ofSeconds(30)).orElseThrow();
  }

  @Test
  default void the_next_of_a_lane_comes_when_the_one_before_is_settled() {
    UUID first = queue("a");
    UUID second = queue("a");
    Lease lease = head();
    assertEquals(first, lease.batch().id());
    assertEquals(Optional.empty(), leased());
    stores().datasets().declare(Samples.sales());
    stores().datasets().store(lease, Samples.sales(), Samples.entries(Samples.sale(1)));
    assertEquals(Optional.of(second), leased());
  }

  @Test
  default void batches_of_one_lane_and_one_landing_keep_their_order() {
    stores().datasets().declare(Samples.sales());
    UUID smaller = Samples.id();
    UUID greater = Samples.id();
    List<Landing.Queued> queued =
        List.of(
            new Landing.Queued(batch("a", greater, DAY), 1, new byte[] {1}),
            new Landing.Queued(batch("a", smaller, DAY), 1, new byte[] {1}));
    stores()
        .datasets()
        .accept(
            new Landing(
                Samples.batch(stores().batches().open(DAY)),
                Samples.sales(),
                List.of(),
                queued,
                v -> List.of()));
    Lease lease = head();
    assertEquals(greater, lease.batch().id());
    assertEquals(Optional.empty(), leased());
    assertTrue(stores().batches().bury(lease, "code", "reason"));
    assertEquals(Optional.of(smaller), leased());
  }

  @Test
  default void lanes_do_not_wait_for_each_other() {
    UUID first = queue("a");
    queue("a");
    UUID other = queue("b");
    UUID none = Samples.id();
    stores().batches().accept(batch(null, none, DAY), 1, new byte[] {1});
    assertEquals(
        Set.of(first, other, none),
        new HashSet<>(
            List.of(leased().orElseThrow(), leased().orElseThrow(), leased().orElseThrow())));
    assertEquals(Optional.empty(), leased());
  }

  @Test
  default void a_retry_holds_its_lane() {
    queue("a");
    queue("a");
    assertTrue(stores().batches().release(head(), Duration.ofHours(1), "later", true));
    assertEquals(Optional.empty(), leased(), "the next does not overtake a retry");
    assertEquals(2, stores().books().totals().total().inFlight());
    UUID third = queue("b");
    assertEquals(Optional.of(third), leased());
  }

  @Test
  default void a_dead_batch_frees_its_lane() {
    queue("a");
    UUID second = queue("a");
    assertTrue(stores().batches().bury(head(), "code", "reason"));
    assertEquals(Optional.of(second), leased());
  }

  @Test
  default void a_crash_holds_its_lane_until_the_rescue() {
    UUID first = queue("a");
    UUID second = queue("a");
    for (int crash = 1; crash < BatchStore.DEAD_AFTER; crash++) {
      assertEquals(Optional.of(first), lease(Duration.ZERO).map(lease -> lease.batch().id()));
      assertEquals(Optional.empty(), leased());
      stores().batches().rescue(10);
    }
    assertEquals(Optional.of(first), lease(Duration.ZERO).map(lease -> lease.batch().id()));
    stores().batches().rescue(10);
    assertEquals(Optional.of(second), leased(), "the first is dead");
  }

  @Test
  default void the_order_is_that_of_acceptance_whatever_the_ids_and_runs_say() {
    UUID later = Samples.id();
    UUID earlier = Samples.id();
    RunKey tomorrow = new RunKey("default", RunKind.FEED, "till", "2026-03-02");
    queue("a", earlier, tomorrow);
    queue("a", later, DAY);
    Lease lease = head();
    assertEquals(earlier, lease.batch().id());
    stores().batches().bury(lease, "code", "reason");
    queue("a", UUID.fromString("00000000-0000-7000-8000-000000000001"), DAY);
    assertEquals(Optional.of(later), leased());
  }

  @Test
  default void a_batch_accepted_again_keeps_its_place() {
    UUID first = queue("a");
    UUID second = queue("a");
    queue("a", first, DAY);
    queue("a", second, DAY);
    stores().batches().bury(head(), "code", "reason");
    Lease lease = head();
    assertEquals(second, lease.batch().id());
    stores().batches().bury(lease, "code", "reason");
    assertEquals(Optional.empty(), leased());
  }

  @Test
  default void senders_and_workers_at_once_keep_every_lane_in_order() throws Exception {
    stores().datasets().declare(Samples.sales());
    UUID run = stores().batches().open(DAY);
    int each = 25;
    Map<String, List<Integer>> landed = new ConcurrentHashMap<>();
    Set<String> busy = ConcurrentHashMap.newKeySet();
    List<String> overtaken = new CopyOnWriteArrayList<>();
    List<Callable<Integer>> work = new ArrayList<>();
    for (String lane : List.of("a", "b", "c")) {
      work.add(() -> {
        for (int number = 0; number < each; number++) {
          var batch =
              new NewBatch(Samples.id(), run, DAY, "sales", "hash", lane + number, lane, null);
          stores()
              .datasets()
              .accept(
                  new Landing(
                      Samples.batch(run),
                      Samples.sales(),
                      List.of(),
                      List.of(new Landing.Queued(batch, 1, new byte[] {1})),
                      v -> List.of()));
        }
        return 0;
      });
    }
    for (int worker = 0; worker < 4; worker++) {
      work.add(() -> {
        int misses = 0;
        while (landed.values().stream().mapToInt(List::size).sum() < 3 * each && misses < 20_000) {
          Lease lease = lease(Duration.ofMinutes(5)).orElse(null);
          if (lease == null) {
            misses++;
            Thread.sleep(1);
            continue;
          }
          String lane = lease.batch().correlation().substring(0, 1);
          int number = Integer.parseInt(lease.batch().correlation().substring(1));
          if (!busy.add(lane)) {
            overtaken.add(lane + number);
          }
          if (number % 7 == 3 && lease.batch().attempts() == 0) {
            busy.remove(lane);
            stores().batches().release(lease, Duration.ZERO, "again", true);
            continue;
          }
          landed.computeIfAbsent(lane, _ -> new CopyOnWriteArrayList<>()).add(number);
          busy.remove(lane);
          if (number % 5 == 4) {
            stores().batches().bury(lease, "code", "reason");
          } else {
            int key = lane.charAt(0) * 1_000 + number;
            stores().datasets().store(lease, Samples.sales(), Samples.entries(Samples.sale(key)));
          }
        }
        return 0;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    List<Integer> inOrder = new ArrayList<>();
    for (int number = 0; number < each; number++) {
      inOrder.add(number);
    }
    assertEquals(List.of(), overtaken);
    assertEquals(Map.of("a", inOrder, "b", inOrder, "c", inOrder), landed);
    assertEquals(List.of(), stores().books().audit());
  }
}

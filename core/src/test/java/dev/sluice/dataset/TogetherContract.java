package dev.sluice.dataset;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static dev.sluice.testing.Samples.entries;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.DatasetStore.Delivery;
import dev.sluice.dataset.DatasetStore.StoreResult;
import dev.sluice.run.BackendException;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several batches of a run share a lease request and a transaction, and nothing else. */
public interface TogetherContract {
  Duration LONG = Duration.ofSeconds(30);

  /** Fresh and empty. */
  Stores stores();

  private List<Lease> lease(int most, int cap) {
    return stores()
        .batches()
        .lease(new LeaseRequest(RunKind.FEED, "test", LONG, LeaseRequest.FIRST, cap), most);
  }

  private List<UUID> leased(int most, int cap) {
    return lease(most, cap).stream().map(lease -> lease.batch().id()).toList();
  }

  private NewBatch queue(RunKey key, @Nullable String lane, int records, byte[] payload) {
    NewBatch batch =
        new NewBatch(
            Samples.id(),
            stores().batches().open(key),
            key,
            "sales",
            "hash",
            "correlation",
            lane,
            null);
    stores().batches().accept(batch, records, payload);
    return batch;
  }

  private UUID queue(int records) {
    return queue(DAY, null, records, new byte[] {1}).id();
  }

  private List<StoreResult> settle(List<Delivery> deliveries) {
    try {
      return stores().datasets().store(sales(), deliveries);
    } catch (BackendException e) {
      assertEquals(BackendException.Kind.TRANSIENT, e.kind());
      return deliveries.stream()
          .map(each -> stores().datasets().store(each.lease(), sales(), each.entries()))
          .toList();
    }
  }

  private Verdict only(StoreResult result) {
    return assertInstanceOf(StoreResult.Settled.class, result).verdicts().getFirst();
  }

  private void assertBooks(Counts counts) {
    assertEquals(counts, stores().books().totals().total());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void the_oldest_of_one_run_are_leased_together() {
    List<UUID> queued = List.of(queue(1), queue(1), queue(1), queue(1));
    queue(new RunKey("default", RunKind.FEED, "later", "2026-03-01"), null, 1, new byte[] {1});
    assertEquals(queued.subList(0, 3), leased(3, 100));
    assertEquals(queued.subList(3, 4), leased(3, 100));
  }

  @Test
  default void no_more_are_leased_than_the_tenant_may_have() {
    List<UUID> queued = List.of(queue(1), queue(1), queue(1), queue(1));
    assertEquals(queued.subList(0, 1), leased(1, 3));
    assertEquals(queued.subList(1, 3), leased(32, 3));
    assertEquals(List.of(), leased(32, 3));
  }

  @Test
  default void no_more_are_leased_than_are_handled_at_once() {
    List<UUID> records =
        List.of(queue(600), queue(400), queue(1), queue(BatchStore.RECORDS_TOGETHER + 1));
    assertEquals(records.subList(0, 2), leased(32, 100));
    assertEquals(records.subList(2, 3), leased(32, 100));
    assertEquals(records.subList(3, 4), leased(32, 100), "one comes whatever it holds");

    byte[] half = new byte[(int) BatchStore.BYTES_TOGETHER / 2];
    List<UUID> bytes = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      bytes.add(queue(DAY, null, 1, half).id());
    }
    assertEquals(bytes.subList(0, 2), leased(32, 100));
  }

  @Test
  default void what_failed_or_was_rescued_comes_alone() {
    UUID failed = queue(1);
    assertTrue(stores().batches().release(lease(1, 100).getFirst(), Duration.ZERO, "x", true));
    List<UUID> fresh = List.of(queue(1), queue(1));
    assertEquals(List.of(failed), leased(32, 100));
    assertEquals(fresh, leased(32, 100));

    UUID crashed = queue(1);
    var atOnce = new LeaseRequest(RunKind.FEED, "crashing", Duration.ZERO, LeaseRequest.FIRST, 100);
    assertEquals(crashed, stores().batches().lease(atOnce, 32).getFirst().batch().id());
    UUID next = queue(1);
    assertEquals(1, stores().batches().rescue(10));
    assertEquals(List.of(crashed), leased(32, 100));
    assertEquals(List.of(next), leased(32, 100));
  }

  @Test
  default void each_is_settled_as_if_it_came_alone() {
    stores().datasets().declare(sales());
    for (int n = 0; n < 5; n++) {
      queue(1);
    }
    List<Lease> leases = lease(32, 100);
    List<Delivery> deliveries =
        List.of(
            new Delivery(leases.get(0), entries(sale(1))),
            new Delivery(leases.get(1), entries(sale(1))),
            new Delivery(leases.get(2), entries(sale(1, "5.00", ""))),
            new Delivery(leases.get(3), entries(sale(2, "1.00", ",\"note\":\"\\u0000\""))),
            new Delivery(leases.get(4), entries(sale(2))));
    List<StoreResult> results = stores().datasets().store(sales(), deliveries);
    assertInstanceOf(Verdict.Stored.class, only(results.get(0)));
    assertInstanceOf(Verdict.Duplicate.class, only(results.get(1)), "of one that lands with it");
    assertInstanceOf(Verdict.Conflict.class, only(results.get(2)));
    assertInstanceOf(Verdict.Rejected.class, only(results.get(3)), "the database refuses a NUL");
    assertInstanceOf(Verdict.Stored.class, only(results.get(4)));
    assertBooks(new Counts(5, 2, 1, 0, 2, 0));
    assertEquals(2, stores().books().totals().openProblems());

    List<StoreResult> again = stores().datasets().store(sales(), deliveries);
    for (int n = 0; n < again.size(); n++) {
      assertEquals(only(results.get(n)).getClass(), only(again.get(n)).getClass());
    }
    assertBooks(new Counts(5, 2, 1, 0, 2, 0));
  }

  @Test
  default void a_stale_lease_among_them_changes_nothing_and_stops_nobody() {
    stores().datasets().declare(sales());
    queue(1);
    queue(1);
    queue(1);
    List<Lease> leases = lease(32, 100);
    assertTrue(stores().batches().release(leases.get(1), Duration.ZERO, "taken away", false));
    List<Delivery> deliveries = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      deliveries.add(new Delivery(leases.get(n), entries(sale(n))));
    }
    List<StoreResult> results = stores().datasets().store(sales(), deliveries);
    assertInstanceOf(Verdict.Stored.class, only(results.get(0)));
    assertInstanceOf(StoreResult.Stale.class, results.get(1));
    assertInstanceOf(Verdict.Stored.class, only(results.get(2)));
    assertEquals(1, stores().books().totals().total().inFlight());
    assertEquals(List.of(leases.get(1).batch().id()), leased(32, 100));
  }

  @Test
  default void the_next_of_every_lane_has_its_turn() {
    stores().datasets().declare(sales());
    List<UUID> first = new ArrayList<>();
    List<UUID> second = new ArrayList<>();
    for (String lane : List.of("b", "a", "c")) {
      first.add(queue(DAY, lane, 1, new byte[] {1}).id());
    }
    for (String lane : List.of("b", "a", "c")) {
      second.add(queue(DAY, lane, 1, new byte[] {1}).id());
    }
    List<Lease> heads = lease(32, 100);
    assertEquals(first, heads.stream().map(lease -> lease.batch().id()).toList());
    assertEquals(List.of(), leased(32, 100));
    List<Delivery> deliveries = new ArrayList<>();
    for (int n = 0; n < heads.size(); n++) {
      deliveries.add(new Delivery(heads.get(n), entries(sale(n))));
    }
    stores().datasets().store(sales(), deliveries);
    assertEquals(second, leased(32, 100));
  }

  @Test
  default void many_workers_settle_each_batch_once() throws Exception {
    stores().datasets().declare(sales());
    int batches = 200;
    for (int n = 0; n < batches; n++) {
      queue(2);
    }
    Callable<Integer> worker =
        () -> {
          int settled = 0;
          for (List<Lease> leases = lease(8, 1_000); !leases.isEmpty(); leases = lease(8, 1_000)) {
            List<Delivery> deliveries = new ArrayList<>();
            for (Lease lease : leases) {
              // Each record comes with two batches, wherever they are handled.
              int number = Math.floorMod(lease.batch().id().hashCode(), 50);
              deliveries.add(new Delivery(lease, entries(sale(number), sale(number + 1))));
            }
            for (StoreResult result : settle(deliveries)) {
              settled += result instanceof StoreResult.Settled ? 1 : 0;
            }
          }
          return settled;
        };
    int settled = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        all.add(threads.submit(worker));
      }
      for (Future<Integer> each : all) {
        settled += each.get();
      }
    }
    assertEquals(batches, settled);
    Counts total = stores().books().totals().total();
    assertEquals(2 * batches, total.stored() + total.duplicate());
    assertEquals(List.of(), stores().books().audit());
  }
}

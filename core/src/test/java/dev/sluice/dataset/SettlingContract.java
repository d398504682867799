package dev.sluice.dataset;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static dev.sluice.testing.Samples.entries;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.dataset.DatasetStore.StoreResult;
import dev.sluice.run.Answer;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 2: exactly-once effect and fencing, whoever settles and however often. */
public interface SettlingContract {

  /** Fresh and empty. */
  Stores stores();

  private Lease lease(Duration duration) {
    return stores()
        .batches()
        .lease(new LeaseRequest(RunKind.FEED, "test", duration, LeaseRequest.FIRST, 100))
        .orElseThrow();
  }

  private NewBatch queue(List<Entry> entries) {
    stores().datasets().declare(sales());
    NewBatch batch = batch(stores().batches().open(DAY));
    stores().batches().accept(batch, entries.size(), new byte[] {1});
    return batch;
  }

  private List<Entry> mixed() {
    return entries(sale(1), sale(1), sale(1, "5.00", ""), "{\"shop\":1}", "{\"shop\":1}", sale(2));
  }

  @Test
  default void a_batch_accepted_twice_gives_its_first_answer() {
    stores().datasets().declare(sales());
    NewBatch batch = batch(stores().batches().open(DAY));
    var landing = new Landing(batch, sales(), mixed(), List.of(), v -> List.of());
    List<Verdict> first = stores().datasets().accept(landing);
    assertEquals(codes(first), codes(stores().datasets().accept(landing)));
    assertEquals(new Counts(6, 2, 2, 0, 2, 0), stores().books().totals().total());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void a_settled_batch_stored_again_gives_its_first_answer() {
    queue(mixed());
    Lease lease = lease(Duration.ofSeconds(30));
    var first =
        assertInstanceOf(
            StoreResult.Settled.class, stores().datasets().store(lease, sales(), mixed()));
    var again =
        assertInstanceOf(
            StoreResult.Settled.class, stores().datasets().store(lease, sales(), mixed()));
    assertEquals(codes(first.verdicts()), codes(again.verdicts()));
    assertEquals(new Counts(6, 2, 2, 0, 2, 0), stores().books().totals().total());
  }

  /** Everything but the errors, which a first answer found again may leave out. */
  private static List<String> codes(List<Verdict> verdicts) {
    return verdicts.stream().map(SettlingContract::code).toList();
  }

  private static String code(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Conflict v -> "conflict " + v.id() + v.letter();
      case Verdict.Rejected v -> "rejected " + v.letter();
      case Verdict.Resent v -> "resent " + code(v.first());
      default -> verdict.toString();
    };
  }

  @Test
  default void a_stale_lease_changes_nothing() {
    queue(entries(sale(1)));
    Lease late = lease(Duration.ZERO);
    stores().batches().rescue(10);
    Lease current = lease(Duration.ofSeconds(30));
    assertInstanceOf(
        StoreResult.Stale.class, stores().datasets().store(late, sales(), entries(sale(1))));
    assertEquals(1, stores().books().totals().total().inFlight());
    assertInstanceOf(
        StoreResult.Settled.class, stores().datasets().store(current, sales(), entries(sale(1))));
    assertInstanceOf(
        StoreResult.Stale.class, stores().datasets().store(late, sales(), entries(sale(1))));
    assertEquals(new Counts(1, 1, 0, 0, 0, 0), stores().books().totals().total());
  }

  @Test
  default void a_released_batch_is_no_longer_the_lease_holders() {
    queue(entries(sale(1)));
    Lease lease = lease(Duration.ofSeconds(30));
    stores().batches().release(lease, Duration.ofMinutes(1), "later", true);
    assertInstanceOf(
        StoreResult.Stale.class, stores().datasets().store(lease, sales(), entries(sale(1))));
  }

  @Test
  default void answers_and_queued_batches_commit_with_the_landing() {
    stores().datasets().declare(sales());
    var run = stores().batches().open(DAY);
    NewBatch rejects = batch(run);
    NewBatch waiting = batch(run);
    Answer answer = new Answer("default", "key-1", new byte[] {7}, 202, new byte[] {8});
    stores()
        .datasets()
        .accept(
            new Landing(
                rejects,
                sales(),
                entries("{}"),
                List.of(new Landing.Queued(waiting, 3, new byte[] {1})),
                v -> List.of(answer)));
    assertArrayEquals(
        new byte[] {8}, stores().answers().find("default", "key-1").orElseThrow().body());
    assertEquals(true, stores().answers().find("other", "key-1").isEmpty());
    assertEquals(new Counts(4, 0, 0, 0, 1, 0), stores().books().totals().total());
    assertEquals(waiting.id(), lease(Duration.ofSeconds(30)).batch().id());
  }

  @Test
  default void a_kept_answer_is_not_replaced_and_ages_away() {
    Answer first = new Answer("default", "key-1", new byte[] {7}, 202, new byte[] {8});
    stores().answers().keep(first);
    stores().answers().keep(new Answer("default", "key-1", new byte[] {9}, 409, new byte[] {9}));
    assertEquals(202, stores().answers().find("default", "key-1").orElseThrow().status());
    assertEquals(0, stores().answers().purge(Duration.ofHours(1), 10));
    assertEquals(1, stores().answers().purge(Duration.ofSeconds(-5), 10));
    assertEquals(true, stores().answers().find("default", "key-1").isEmpty());
  }
}

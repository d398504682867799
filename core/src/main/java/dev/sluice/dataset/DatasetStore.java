package dev.sluice.dataset;

import dev.sluice.run.BackendException;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: where records land. Writes are one durable transaction each, safe from any thread and any
 * number of processes; they throw {@link BackendException} where the backend fails, and may then be
 * repeated as they are: a batch that is settled gives its first answer again.
 *
 * <p>Data that the backend refuses is no failure: the guilty record is found by bisection and
 * becomes a dead letter, its neighbours land.
 */
public interface DatasetStore {

  /**
   * Makes the dataset's table, or extends it by columns that may be empty.
   *
   * @throws IncompatibleSchemaException where the change is not additive; nothing changed
   */
  void declare(Dataset dataset);

  /** Direct landing: accepts and settles in one transaction. One verdict per entry, in order. */
  List<Verdict> accept(Landing landing);

  /**
   * Queued landing: settles leased batches, each as if it came alone, those before it first, and
   * all or none of them. One result per batch and one verdict per entry, in order.
   *
   * @throws BackendException of kind TRANSIENT where several would have to wait for what another
   *     transaction has: each alone can
   */
  List<StoreResult> store(Dataset dataset, List<Delivery> deliveries);

  /** As above, of one batch. */
  default StoreResult store(Lease lease, Dataset dataset, List<Entry> entries) {
    return store(dataset, List.of(new Delivery(lease, entries))).getFirst();
  }

  /**
   * Settles a leased batch whose records come from a source: as {@link #store}, but without a
   * verdict for each. A letter's identity is its run and row.
   */
  Landed land(Lease lease, Dataset dataset, RowSource rows, LandingOrder order);

  /**
   * The record of this id.
   *
   * @param tenant whose it must be; null: anybody's
   */
  Optional<StoredRecord> find(Dataset dataset, @Nullable String tenant, UUID id);

  /** Newest acceptance first, within the filter. */
  List<StoredRecord> list(Dataset dataset, Filter filter);

  Statistics statistics(Dataset dataset, @Nullable String tenant);

  /** Folds up to {@code limit} deltas; returns how many. */
  int foldStatistics(int limit);

  /**
   * Deletes up to {@code limit} rows accepted longer ago than {@code age}, and says so in the
   * books. It may delete none where it would be in the way, so it is to be called again and again.
   */
  int purge(Dataset dataset, Duration age, int limit);

  /**
   * Deletes up to {@code limit} images of rows that an upsert replaced longer ago than {@code age}.
   */
  int purgeImages(Duration age, int limit);

  /** A leased batch and its records. */
  record Delivery(Lease lease, List<Entry> entries) {}

  /** What {@link #store} came to. */
  sealed interface StoreResult {
    record Settled(List<Verdict> verdicts) implements StoreResult {}

    /** The lease is another's now: nothing was changed, and nothing may be. */
    record Stale() implements StoreResult {}
  }

  /**
   * Which records; null means any.
   *
   * @param equal filter columns and the values they must have, as text
   * @param from of the time column, inclusive
   * @param to of the time column, exclusive
   * @param after only records after this one in the listing's order
   */
  record Filter(
      @Nullable String tenant,
      Map<String, String> equal,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Position after,
      int limit) {}

  /** A place in a listing. */
  record Position(Instant time, UUID id) {}

  /** Counts kept per source and UTC day of the time column (of acceptance where there is none). */
  record Statistics(List<SourceDay> sourceDays) {}

  /** Sums as exact decimal text by column. */
  record SourceDay(String source, LocalDate day, long count, Map<String, String> sums) {}
}

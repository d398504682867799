package dev.sluice.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the books over runs and batches. Reads see one consistent moment; steps are one transaction
 * each and safe beside each other.
 */
public interface Books {

  /** The run with all its settled batches counted, folded or not. */
  Optional<Run> run(UUID id);

  /** Newest first. */
  List<Run> runs(Query query);

  /** All runs but replays and undos, from one statement. */
  default Totals totals() {
    return totals(null);
  }

  /**
   * Those of one tenant, from one statement.
   *
   * @param tenant null: all
   */
  Totals totals(@Nullable String tenant);

  List<Queue> queues();

  /**
   * Recounts rows, dead letters and their further tries by run and batch from the tables
   * themselves. Empty: the books are right.
   */
  List<Difference> audit();

  /** Folds up to {@code limit} settled batches into their runs; returns how many. */
  int fold(int limit);

  /** Completes feed runs of days before {@code period} with nothing in flight; returns how many. */
  int closeBefore(String period);

  /**
   * Closes runs of a kind whose work is over when nothing is in flight, such as replays; returns
   * how many. They are completed, or failed where they gave up before all their work was found.
   */
  int closeFinished(RunKind kind);

  /** Deletes up to {@code limit} folded batches settled longer ago than {@code age}. */
  int purge(Duration age, int limit);

  /**
   * Which runs, newest first; null means any.
   *
   * @param before only runs that come after this one in the listing's order
   */
  record Query(
      @Nullable RunKind kind,
      @Nullable String name,
      Run.@Nullable Status status,
      @Nullable String tenant,
      @Nullable UUID before,
      int limit) {}

  /**
   * {@code openProblems} = rejected + dead - resolved, as the dead letters themselves say.
   *
   * @param resolved landed after all, dismissed, or past their retention
   */
  record Totals(Counts total, Map<RunKind, Counts> byKind, long openProblems, long resolved) {}

  /**
   * The queue of one kind, as it is now.
   *
   * @param depth batches ready, those delayed included
   * @param oldest acceptance of the oldest batch that is ready now
   * @param inFlight batches leased
   * @param dead batches buried and not resolved
   */
  record Queue(
      RunKind kind,
      long depth,
      @Nullable Instant oldest,
      long inFlight,
      long dead,
      boolean paused) {}

  /** A place where the books and a recount disagree. */
  record Difference(UUID run, @Nullable UUID batch, String count, long inBooks, long recounted) {}
}

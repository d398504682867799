package dev.sluice.imports;

import dev.sluice.dataset.Dataset;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Port: taking back what an import has stored, in a run of its own (rule 6). Newest chunk first,
 * one transaction each, so that rows a later chunk replaced are there again when their own turn
 * comes. Atomic, durable and thread-safe as {@link ImportStore}.
 */
public interface Undos {

  /**
   * Queues the undo of an import. The same import again gives the same run.
   *
   * @param within how long after its end an import can be undone
   * @return empty where it is not over, was a dry run, or is over for too long
   */
  Optional<UUID> order(UUID id, UUID batch, Duration within);

  /**
   * Takes back the newest chunk that is left: rows it brought go, rows it replaced are as they
   * were, and rows that were changed since stay. Dead letters that were resolved by a row that it
   * takes back are open again, as they were.
   *
   * @return false where none is left, or the lease is another's now
   */
  boolean step(Lease lease, Dataset dataset);

  /** Settles the undo with what its steps came to; false where the lease is another's now. */
  boolean settle(Lease lease);

  /** What the undo of an import came to so far; empty where there is none. */
  Optional<Report> report(UUID id);

  /**
   * What an undo came to.
   *
   * @param reverted rows taken back
   * @param kept rows that stay, by why
   */
  record Report(UUID run, boolean over, long reverted, long kept, List<Reason> why) {}

  /**
   * Why rows stay.
   *
   * @param code {@code changed-since}: a later batch has them now; {@code gone}: they were deleted
   *     or purged
   */
  record Reason(String code, long count, List<UUID> examples) {}
}

package dev.sluice.dataset;

import dev.sluice.record.Processed;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record of a batch on its way into a dataset.
 *
 * @param row in its batch, from 0
 * @param original the bytes as sent
 * @param correlation of the request it came with
 * @param source value of the dataset's source column, as far as it could be found; null: unknown
 * @param corrects the dead letter this is a further try of; null for a record that is new. Where
 *     the letter is open, or held by the record's batch, it is settled together with the record:
 *     resolved where that is stored or a duplicate, open again with its new errors where it fails.
 *     A letter of a whole batch is resolved in any case: which of its records fail again become
 *     letters of their own, in its run. A record whose letter is neither is like any other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Entry(
    int row,
    byte[] original,
    String correlation,
    Processed processed,
    @Nullable String source,
    @Nullable UUID corrects) {

  /** A record that is new. */
  public Entry(
      int row, byte[] original, String correlation, Processed processed, @Nullable String source) {
    this(row, original, correlation, processed, source, null);
  }

  /** What it is unless it was rejected. */
  public Processed.Accepted accepted() {
    if (processed instanceof Processed.Accepted accepted) {
      return accepted;
    }
    throw new IllegalStateException("row " + row + " was rejected");
  }
}

package dev.sluice.dataset;

import dev.sluice.record.Processed;
import org.jspecify.annotations.Nullable;

/**
 * One record of a batch on its way into a dataset.
 *
 * @param row in its batch, from 0
 * @param original the bytes as sent
 * @param correlation of the request it came with
 * @param source value of the dataset's source column, as far as it could be found; null: unknown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Entry(
    int row, byte[] original, String correlation, Processed processed, @Nullable String source) {

  /** What it is unless it was rejected. */
  public Processed.Accepted accepted() {
    if (processed instanceof Processed.Accepted accepted) {
      return accepted;
    }
    throw new IllegalStateException("row " + row + " was rejected");
  }
}

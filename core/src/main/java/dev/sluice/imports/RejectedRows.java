package dev.sluice.imports;

import dev.sluice.record.FieldError;
import dev.sluice.run.Claim;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the rows of a run that were rejected. A correction has two sorts: rows that correct nothing
 * are its own; rows that correct another run's and were rejected again are that run's still, and go
 * by their numbers there. Thread-safe.
 */
public interface RejectedRows {

  /**
   * Letters of those that nobody has corrected yet, by the row's number. Where a correction has two
   * rows of one number, it is the one that it tried to correct.
   */
  Map<Integer, UUID> open(UUID run);

  /** Those after a place, in the order of their numbers and then of their letters. */
  List<RejectedRow> after(UUID run, Place place, int limit);

  /** One of a run's rejected rows. */
  record Place(int row, UUID letter) {
    public static final Place START = new Place(0, new UUID(0, 0));
  }

  /**
   * One of them.
   *
   * @param letter id of its dead letter
   * @param row number in the file, from 1
   * @param errors what this run found wrong with it
   * @param original its bytes as they were sent first
   * @param corrected the chunk in which this run has it, where it is another run's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record RejectedRow(
      UUID letter,
      int row,
      List<FieldError> errors,
      byte[] original,
      boolean resolved,
      @Nullable Try corrected) {

    public Place place() {
      return new Place(row, letter);
    }
  }

  /** A chunk of a file that corrects another. */
  record Try(Claim claim, int rows) {}
}

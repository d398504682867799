package dev.sluice.imports;

import dev.sluice.record.FieldError;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Port: the rows of a run that were rejected, in the order of its file. Thread-safe. */
public interface RejectedRows {

  /** Letters of those that nobody has corrected yet, by the row's number. */
  Map<Integer, UUID> open(UUID run);

  /**
   * Those after a row. Of a correction also those of the corrected file that were rejected again,
   * with their numbers there.
   */
  List<RejectedRow> after(UUID run, int row, int limit);

  /**
   * One of them.
   *
   * @param letter id of its dead letter
   * @param row number in the file, from 1
   * @param original its bytes as sent
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record RejectedRow(
      UUID letter, int row, List<FieldError> errors, byte[] original, boolean resolved) {}
}

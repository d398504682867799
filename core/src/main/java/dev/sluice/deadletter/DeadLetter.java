package dev.sluice.deadletter;

import dev.sluice.record.FieldError;
import dev.sluice.run.RunKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record, or a whole batch, that could not land. It stays in the books of the run it was received
 * by, whatever becomes of it.
 *
 * @param run where it was received
 * @param source the record's source column, where its mapping got that far
 * @param code why: the code of the first error
 * @param row of the record in its batch, from 0; 0 for a whole batch
 * @param records how many records it stands for: 1, or those of a whole batch
 * @param errors what was found when it was judged last
 * @param originalSize bytes of what was sent
 * @param definition content hash of the definition it was judged by last
 * @param editedAt when its payload was changed; null: it is as it was sent
 * @param replays how often it was tried again
 * @param version goes up with every change
 * @param resolution null until it is resolved
 */
public record DeadLetter(
    UUID id,
    RunKey run,
    UUID runId,
    UUID batch,
    String dataset,
    Cause cause,
    String code,
    @Nullable String source,
    int row,
    int records,
    List<FieldError> errors,
    int originalSize,
    String definition,
    String correlation,
    State state,
    Instant createdAt,
    @Nullable Instant editedAt,
    int replays,
    long version,
    @Nullable Resolution resolution) {

  /** REJECTED: bad data, never retried. EXHAUSTED: a whole batch with its retries used up. */
  public enum Cause {
    REJECTED,
    EXHAUSTED
  }

  /** By compare-and-set; only a replay that fails leads back to OPEN. */
  public enum State {
    OPEN,
    REPLAYING,
    RESOLVED
  }

  /**
   * How it ended.
   *
   * @param record it became, where it stood for one record
   * @param reason given by whoever dismissed it
   */
  public record Resolution(How how, Instant at, @Nullable UUID record, @Nullable String reason) {

    /** SPLIT: a whole batch of which every record is a letter of its own now. */
    public enum How {
      STORED,
      DUPLICATE,
      SPLIT,
      DISMISSED
    }
  }

  /** Whether it stands for a whole batch, with its payload, instead of one record's bytes. */
  public boolean whole() {
    return cause == Cause.EXHAUSTED;
  }
}

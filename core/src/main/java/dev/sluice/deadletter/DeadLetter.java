package dev.sluice.deadletter;

import dev.sluice.record.FieldError;
import dev.sluice.run.RunKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record, or a whole batch, that could not land.
 *
 * @param code why: the code of the first error
 * @param source the record's source column, where its mapping got that far
 * @param row of the record in its batch, from 0; 0 for a whole batch
 * @param records how many records it stands for: 1, or a whole batch's count
 * @param originalSize bytes of what was sent
 * @param definition content hash of the definition it was judged by
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
    @Nullable Instant resolvedAt) {

  /** REJECTED: bad data, never retried. EXHAUSTED: retries used up. */
  public enum Cause {
    REJECTED,
    EXHAUSTED
  }

  /** Moves only forward, by compare-and-set. */
  public enum State {
    OPEN,
    REPLAYING,
    RESOLVED
  }
}

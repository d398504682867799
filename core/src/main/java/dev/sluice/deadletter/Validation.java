package dev.sluice.deadletter;

import dev.sluice.record.FieldError;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a replay would come to as things stand. Of an upsert's versions nothing is known before it
 * lands, so that one said to be stored may still be a duplicate.
 *
 * @param record it would become, is already or is in conflict with; null where it would be rejected
 */
public record Validation(Verdict verdict, List<FieldError> errors, @Nullable UUID record) {

  public enum Verdict {
    STORED,
    DUPLICATE,
    CONFLICT,
    REJECTED
  }

  /** Whether it would land. */
  public boolean valid() {
    return verdict == Verdict.STORED || verdict == Verdict.DUPLICATE;
  }
}

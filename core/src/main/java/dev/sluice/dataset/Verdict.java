package dev.sluice.dataset;

import dev.sluice.record.FieldError;
import java.util.List;
import java.util.UUID;

/** What became of one record. */
public sealed interface Verdict {

  /** A new row, or one an upsert changed. */
  record Stored(UUID id) implements Verdict {}

  /**
   * The dataset holds it already.
   *
   * @param changed same key, other content, and the definition says to keep what is there
   */
  record Duplicate(UUID id, boolean changed) implements Verdict {}

  /**
   * Same key, other content: the stored row stays, this one is a dead letter with code conflict.
   */
  record Conflict(UUID id, UUID letter, List<FieldError> errors) implements Verdict {}

  /** Bad data: a dead letter. */
  record Rejected(UUID letter, List<FieldError> errors) implements Verdict {}

  /** Durable in the queue; a worker lands it. */
  record Accepted(UUID id) implements Verdict {}

  /**
   * The letter this very record is already: resent, so it counts as a duplicate (rule 1).
   *
   * @param first what it was answered the first time
   */
  record Resent(Verdict first) implements Verdict {}
}

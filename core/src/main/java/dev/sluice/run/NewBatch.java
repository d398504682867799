package dev.sluice.run;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch at its acceptance.
 *
 * @param id UUIDv7, chosen by the caller: accepting the same id again changes nothing
 * @param definition content hash of the definition it is accepted under
 * @param correlation joins log lines of the request, the batch and the worker
 * @param lane queued batches of one lane are leased one after the other, in the order they were
 *     accepted in: the next only when the one before is settled; null: in no order
 * @param seen the numbers it brings of senders' sequences, as {@link
 *     dev.sluice.sequence.Arrivals#text} wrote them; null: none
 */
public record NewBatch(
    UUID id,
    UUID run,
    RunKey key,
    String dataset,
    String definition,
    String correlation,
    @Nullable String lane,
    @Nullable String seen) {

  /** In no order, and with no numbers. */
  public NewBatch(
      UUID id, UUID run, RunKey key, String dataset, String definition, String correlation) {
    this(id, run, key, dataset, definition, correlation, null, null);
  }
}

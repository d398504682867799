package dev.sluice.dataset;

import dev.sluice.run.Answer;
import dev.sluice.run.NewBatch;
import java.util.List;
import java.util.function.Function;

/**
 * What one acceptance commits together.
 *
 * @param batch settled in the same transaction
 * @param entries landed as that batch; may be empty where all is queued, and then there is no such
 *     batch
 * @param queued accepted for workers, beside what lands
 * @param answers made from the verdicts of {@code entries}, kept in the same transaction
 */
public record Landing(
    NewBatch batch,
    Dataset dataset,
    List<Entry> entries,
    List<Queued> queued,
    Function<List<Verdict>, List<Answer>> answers) {

  public Landing {
    queued = List.copyOf(queued);
  }

  /** A batch for a worker: its mapped records as a payload. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Queued(NewBatch batch, int received, byte[] payload) {}
}

package dev.sluice.deadletter;

import dev.sluice.dataset.Dataset;
import dev.sluice.run.Answer;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: brings open letters into batches of runs of kind {@code replay}. A letter that is claimed
 * is {@code replaying} and held by exactly one batch until that batch settles or is buried; both
 * settle the letter in their own transaction. Every method is one transaction, safe from any thread
 * and any number of processes.
 */
public interface Replays {

  /** The open letters that match, by whose they are and how they came. */
  List<Matching> matching(LetterFilter filter);

  /**
   * Claims one open letter as the only one of a new batch in a new run, both with the ids of {@code
   * replay.batch()}.
   */
  Change start(Single replay, @Nullable Answer answer);

  /**
   * Opens runs whose letters are still to be claimed: each has one batch of no records, the plan,
   * which a worker works off in steps.
   */
  void begin(List<Planned> replays, @Nullable Answer answer);

  /**
   * Claims the plan's next letters, at most {@code letters}, for new batches of its run. When none
   * is left the plan is settled.
   */
  Step step(Lease lease, ReplayPlan plan, int letters);

  /** The letters that a batch holds, in order. */
  List<Held> held(UUID batch);

  /** What became of a letter each time it was tried again, the latest first. */
  List<Outcome> outcomes(UUID letter);

  /**
   * Letters of one intake that a filter chooses.
   *
   * @param newest of the letters, in the order of their ids
   */
  record Matching(
      String tenant, RunKind kind, String name, long letters, long records, UUID newest) {}

  /**
   * The replay of one letter.
   *
   * @param payload becomes the letter's before it is replayed; null leaves it as it is
   * @param onConflict null: as the dataset says
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Single(
      UUID letter,
      byte @Nullable [] payload,
      NewBatch batch,
      Dataset.@Nullable OnConflict onConflict) {}

  record Planned(NewBatch batch, ReplayPlan plan) {}

  record Held(DeadLetter letter, Content content) {}

  /** What came of one step. */
  enum Step {
    MORE,
    DONE,
    /** The lease is another's now. */
    STALE
  }
}

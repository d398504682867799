package dev.sluice.run;

/**
 * Is told what workers did, for meters and traces. Never fails, never blocks, and decides nothing;
 * safe from any thread.
 */
public interface WorkObserver {
  WorkObserver NONE =
      new WorkObserver() {
        @Override
        public void handled(Lease lease, Outcome outcome, long nanos) {}

        @Override
        public void rescued(int batches) {}
      };

  /** What became of a batch in a worker's hands. */
  enum Outcome {
    DONE,
    /** A failed attempt: it is ready again after a delay. */
    RETRIED,
    /** Refused by its handler, or out of attempts. */
    DEAD,
    /** A backend was away: no attempt was used up. */
    PUT_BACK,
    /** Another worker has it now. */
    LOST
  }

  /**
   * A worker is done with a batch, one way or another.
   *
   * @param nanos from its lease to this outcome
   */
  void handled(Lease lease, Outcome outcome, long nanos);

  /** Batches whose worker died: ready again, or dead of too many crashes. */
  void rescued(int batches);
}

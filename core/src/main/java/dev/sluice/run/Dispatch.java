package dev.sluice.run;

import java.time.Duration;

/**
 * Port: wakes workers up. A wake-up may be lost, late or doubled: the batch's row decides (rule 9),
 * and a worker that waits looks for itself when its time is over.
 */
public interface Dispatch {

  /** Says that a batch of this kind is ready. Never fails and never blocks. */
  void ready(RunKind kind);

  /**
   * Waits for a wake-up of this kind, at most this long; one that came while nobody waited counts.
   */
  void await(RunKind kind, Duration timeout) throws InterruptedException;
}

package dev.sluice.run;

/** What an intake does with its queued batches. */
@FunctionalInterface
public interface Handler {

  /**
   * Handles one leased batch and settles it. May throw {@link BackendException}: an unavailable
   * backend pauses the worker and uses up no attempt, anything else counts as a transient failure.
   */
  Attempt handle(Lease lease) throws InterruptedException;
}

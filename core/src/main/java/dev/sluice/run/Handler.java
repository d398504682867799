package dev.sluice.run;

import java.util.List;

/** What an intake does with its queued batches. */
@FunctionalInterface
public interface Handler {

  /**
   * Handles one leased batch and settles it. May throw {@link BackendException}: an unavailable
   * backend pauses the worker and uses up no attempt, anything else counts as a transient failure.
   */
  Attempt handle(Lease lease) throws InterruptedException;

  /**
   * Handles several batches of one run and settles them all, in one transaction. False, or any
   * exception but that of an unavailable backend: nothing happened to any of them, and each is to
   * be handled alone.
   *
   * @param leases in the order the batches were accepted in
   */
  default boolean handleTogether(List<Lease> leases) throws InterruptedException {
    return false;
  }
}

package dev.sluice.postgres;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a dataset's next records are likely to be new. Looking an id up costs as much as entering
 * it into the index, but a try that hoped in vain costs a whole transaction and leaves dead rows:
 * after a record that was there, the next batches look first. Thread-safe.
 */
final class Expectation {
  private static final int LOOKS = 32;

  private final AtomicInteger looks = new AtomicInteger();

  Attempt.Care care() {
    return looks.get() == 0 ? Attempt.Care.HOPING : Attempt.Care.LOOKING;
  }

  /** What a batch brought. */
  void note(boolean collided) {
    looks.updateAndGet(left -> collided ? LOOKS : Math.max(0, left - 1));
  }
}

package dev.sluice.postgres;

import java.util.concurrent.Semaphore;

/**
 * How many chunks are read and copied at once: as many as there are processors to do it. Who has
 * only its commit to wait for gives its turn to the next, so that no processor waits for a disk.
 */
final class LoadTurns {
  private final Semaphore turns;

  LoadTurns(int turns) {
    this.turns = new Semaphore(turns, true);
  }

  /** Waits for a turn; it ends with {@link Turn#close} at the latest. */
  Turn take() {
    turns.acquireUninterruptibly();
    return new Turn();
  }

  /** For one thread. */
  final class Turn implements AutoCloseable {
    private boolean over;

    /** Nothing is left to do but to wait. */
    void over() {
      if (!over) {
        over = true;
        turns.release();
      }
    }

    @Override
    public void close() {
      over();
    }
  }
}

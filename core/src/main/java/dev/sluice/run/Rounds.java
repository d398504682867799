package dev.sluice.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something small that is done again and again on a thread of its own, at once and then after each
 * pause, until it is closed. A round that fails is logged, and the next one comes all the same.
 */
public final class Rounds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Duration pause;
  private final Runnable round;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Does nothing before {@link #start}.
   *
   * @param name the thread's
   */
  public Rounds(String name, Duration pause, Runnable round) {
    this.name = name;
    this.pause = pause;
    this.round = round;
  }

  public void start() {
    Thread.ofVirtual().name(name).start(this::repeat);
  }

  private void repeat() {
    try {
      do {
        runOnce();
      } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() {
    try {
      round.run();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("rounds", name).setCause(e).log("round failed");
    }
  }

  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Does not wait for a round that is under way. */
  @Override
  public void close() {
    closed.countDown();
  }
}

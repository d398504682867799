package dev.sluice.server.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database every second whether it answers, so that nobody has to wait to know. */
public final class Readiness implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final BooleanSupplier database;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean ready;

  /**
   * @param database answers within about a second
   */
  public Readiness(BooleanSupplier database) {
    this.database = database;
  }

  public void start() {
    ready = true;
    Thread.ofVirtual().name("readiness").start(this::watch);
  }

  public boolean ready() {
    return ready;
  }

  private void watch() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean answers = database.getAsBoolean();
        if (answers != ready && closed.getCount() > 0) {
          ready = answers;
          if (answers) {
            log.atInfo().log("ready again: the database answers");
          } else {
            log.atWarn().log("not ready: the database does not answer");
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ready = false;
    closed.countDown();
  }
}

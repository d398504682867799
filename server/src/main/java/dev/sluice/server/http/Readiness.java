package dev.sluice.server.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database again and again whether it answers, so that nobody has to wait to know. An
 * outage is shown for a while even when it was shorter, or a load balancer that looks once a second
 * would never see it.
 */
public final class Readiness implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration SHOWN = Duration.ofSeconds(3);

  private final BooleanSupplier database;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean ready;

  /**
   * @param database answers within about a second, and never misses an outage between two calls
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
      Duration pause = EVERY;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean answers = database.getAsBoolean();
        pause = ready && !answers ? SHOWN : EVERY;
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

package dev.sluice.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the recurring chores of the house in small steps: rescue, fold, close, purge. Every process
 * may run one; chores are safe side by side.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /**
   * Work that comes again.
   *
   * @param step does one small step and returns how much it did; it is repeated at once until that
   *     is 0, then after {@code every}
   */
  public record Chore(String name, Duration every, IntSupplier step) {}

  private final List<Chore> chores;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  public Sweeper(List<Chore> chores) {
    this.chores = List.copyOf(chores);
  }

  public void start() {
    for (Chore chore : chores) {
      threads.add(Thread.ofVirtual().name("sweep-" + chore.name()).start(() -> repeat(chore)));
    }
  }

  private void repeat(Chore chore) {
    try {
      do {
        runOnce(chore);
      } while (!stopped.await(chore.every().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce(Chore chore) {
    try {
      while (stopped.getCount() > 0 && chore.step().getAsInt() > 0) {
        Thread.onSpinWait();
      }
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.INTERNAL) {
        log.atError().addKeyValue("chore", chore.name()).setCause(e).log("chore failed");
      } else {
        log.atWarn().addKeyValue("chore", chore.name()).log("chore put off: {}", e.getMessage());
      }
    } catch (RuntimeException e) {
      log.atError().addKeyValue("chore", chore.name()).setCause(e).log("chore failed");
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    for (Thread thread : threads) {
      try {
        if (!thread.join(Duration.ofSeconds(5))) {
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
      }
    }
  }
}

package dev.sluice.postgres.embedded;

import dev.sluice.host.WriteOut;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running server needs from its machine, ten times a second while it writes and less often
 * while it does not: {@link Writeback}, {@link Vacuums} and {@link SpareSegments}. It has a thread
 * of the system, since a call that waits after all would hold a virtual one's carrier.
 */
final class Upkeep implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(100);

  /** All files are looked at once in so many steps; between, those that were found written. */
  private static final int STEPS = 10;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final Writeback writeback;
  private final Vacuums vacuums = new Vacuums();
  private final SpareSegments segments;
  private final Supplier<@Nullable Postmaster> server;
  private final Thread thread;

  /**
   * Does nothing before {@link #start}.
   *
   * @param cluster PostgreSQL's data folder
   * @param server that runs on it now, if one does
   */
  Upkeep(Path cluster, Supplier<@Nullable Postmaster> server, SpareSegments.Sessions sessions) {
    this.writeback = new Writeback(cluster);
    this.segments = new SpareSegments(cluster, sessions);
    this.server = server;
    this.thread = Thread.ofPlatform().daemon().name("postgres-upkeep").unstarted(this::repeat);
  }

  void start() {
    if (WriteOut.isPossible()) {
      thread.start();
    }
  }

  private void repeat() {
    Duration pause = STEP;
    try (segments) {
      while (true) {
        boolean busy = !writeback.round().isEmpty();
        giveWay();
        for (int step = 1; step < STEPS && busy; step++) {
          Thread.sleep(STEP);
          writeback.again();
          giveWay();
          segments.step();
        }
        pause = busy ? STEP : Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void giveWay() {
    Postmaster running = server.get();
    if (running != null) {
      vacuums.giveWay(running);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

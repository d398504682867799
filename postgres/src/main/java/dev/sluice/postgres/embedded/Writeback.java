package dev.sluice.postgres.embedded;

import dev.sluice.host.WriteOut;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the system begin to write what PostgreSQL wrote, second by second (adr/0016): {@link
 * WriteOut}, which takes no failed write away from the checkpointer, for whom a failure is told
 * once. It has a thread of the system, since a call that waits after all would hold a virtual one's
 * carrier.
 */
final class Writeback implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Writeback.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final Path tables;
  private final Thread thread;

  /** The latest change that was seen. */
  private FileTime newest = FileTime.fromMillis(0);

  /**
   * Does nothing before {@link #start}.
   *
   * @param cluster PostgreSQL's data folder
   */
  Writeback(Path cluster) {
    this.tables = cluster.resolve("base");
    this.thread = Thread.ofPlatform().daemon().name("postgres-writeback").unstarted(this::repeat);
  }

  void start() {
    if (WriteOut.isPossible()) {
      thread.start();
    }
  }

  /** Less often where nothing is written. */
  private void repeat() {
    Duration pause = PAUSE;
    try {
      while (true) {
        Thread.sleep(pause);
        pause =
            round() > 0 ? PAUSE : Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Of the files that were written since the round before; returns how many. */
  int round() {
    FileTime before = newest;
    int begun = 0;
    try (DirectoryStream<Path> databases = Files.newDirectoryStream(tables)) {
      for (Path database : databases) {
        begun += begin(database, before);
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.atDebug().setCause(e).log("not written out this time");
    }
    return begun;
  }

  private int begin(Path database, FileTime before) throws IOException {
    int begun = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database)) {
      for (Path file : files) {
        begun += isWritten(file, before) && WriteOut.begin(file) ? 1 : 0;
      }
    }
    return begun;
  }

  private boolean isWritten(Path file, FileTime before) {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (changed.compareTo(newest) > 0) {
        newest = changed;
      }
      return changed.compareTo(before) > 0;
    } catch (IOException e) {
      return false; // dropped meanwhile
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

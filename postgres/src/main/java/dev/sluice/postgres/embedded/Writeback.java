package dev.sluice.postgres.embedded;

import dev.sluice.host.WriteOut;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the system begin to write what PostgreSQL wrote, ten times a second (adr/0016): {@link
 * WriteOut}, which takes no failed write away from the checkpointer, for whom a failure is told
 * once. It has a thread of the system, since a call that waits after all would hold a virtual one's
 * carrier.
 */
final class Writeback implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Writeback.class);

  private static final Duration STEP = Duration.ofMillis(100);

  /** All files are looked at once in so many steps; between, those that were found written. */
  private static final int STEPS = 10;

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
    Duration pause = STEP;
    try {
      while (true) {
        List<Path> written = round();
        for (int step = 1; step < STEPS && !written.isEmpty(); step++) {
          Thread.sleep(STEP);
          written.forEach(WriteOut::begin);
        }
        pause =
            written.isEmpty()
                ? Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE))
                : STEP;
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Begins the files that were written since the round before, and returns them. */
  List<Path> round() {
    FileTime before = newest;
    List<Path> begun = new ArrayList<>();
    try (DirectoryStream<Path> databases = Files.newDirectoryStream(tables)) {
      for (Path database : databases) {
        begin(database, before, begun);
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.atDebug().setCause(e).log("not written out this time");
    }
    return begun;
  }

  private void begin(Path database, FileTime before, List<Path> begun) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database)) {
      for (Path file : files) {
        if (isWritten(file, before) && WriteOut.begin(file)) {
          begun.add(file);
        }
      }
    }
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

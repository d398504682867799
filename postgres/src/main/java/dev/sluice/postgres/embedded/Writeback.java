package dev.sluice.postgres.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.sluice.host.CLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the system begin to write what PostgreSQL wrote, second by second. Left alone it keeps that
 * for half a minute and writes all of it at once, and a commit's {@code fdatasync} waits behind
 * hundreds of megabytes (adr/0016).
 *
 * <p>{@code sync_file_range(2)} with {@code SYNC_FILE_RANGE_WRITE} starts writing and waits for
 * nothing. Unlike {@code fsync} it reports no failed write, and so takes none away from the
 * checkpointer, for whom a failure is told once. Elsewhere than on Linux nothing happens. It has a
 * thread of the system, since a call that waits after all would hold a virtual one's carrier.
 */
final class Writeback implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Writeback.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private static final int SYNC_FILE_RANGE_WRITE = 2;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final long TO_THE_END = 0;

  private static final @Nullable MethodHandle OPEN =
      CLibrary.findVariadic("open", 2, ADDRESS, JAVA_INT);
  private static final @Nullable MethodHandle CLOSE = CLibrary.find("close", JAVA_INT);
  private static final @Nullable MethodHandle SYNC =
      CLibrary.find("sync_file_range", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

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
    if (SYNC != null) {
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
        begun += isWritten(file, before) && begin(file) ? 1 : 0;
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

  private static boolean begin(Path file) {
    if (OPEN == null || CLOSE == null || SYNC == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      int opened = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), O_RDONLY_CLOEXEC);
      if (opened < 0) {
        return false;
      }
      int failed = (int) SYNC.invokeExact(opened, 0L, TO_THE_END, SYNC_FILE_RANGE_WRITE);
      int _ = (int) CLOSE.invokeExact(opened);
      return failed == 0;
    } catch (Throwable e) {
      log.atDebug().setCause(e).log("not written out this time");
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

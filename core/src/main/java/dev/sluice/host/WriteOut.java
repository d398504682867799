package dev.sluice.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the system begin to write what it keeps of a file. Left alone it keeps that for half a minute
 * and writes all of it at once, and whoever syncs another file waits behind it (adr/0016).
 *
 * <p>{@code sync_file_range(2)} with {@code SYNC_FILE_RANGE_WRITE} starts writing and, as a rule,
 * waits for nothing. Unlike {@code fsync} it reports no failed write, and so takes none away from
 * whoever must hear of it. Elsewhere than on Linux nothing happens.
 */
public final class WriteOut {
  /** The descriptor of this process's standard error. */
  public static final int STANDARD_ERROR = 2;

  private static final Logger log = LoggerFactory.getLogger(WriteOut.class);
  private static final int SYNC_FILE_RANGE_WRITE = 2;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final long TO_THE_END = 0;

  private static final @Nullable MethodHandle OPEN =
      CLibrary.findVariadic("open", 2, ADDRESS, JAVA_INT);
  private static final @Nullable MethodHandle CLOSE = CLibrary.find("close", JAVA_INT);
  private static final @Nullable MethodHandle SYNC =
      CLibrary.find("sync_file_range", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

  private WriteOut() {}

  /** Whether this machine knows how. */
  public static boolean isPossible() {
    return SYNC != null;
  }

  /** Returns whether it has begun; not where there is no such file. */
  public static boolean begin(Path file) {
    if (OPEN == null || CLOSE == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      int opened = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), O_RDONLY_CLOEXEC);
      if (opened < 0) {
        return false;
      }
      boolean begun = begin(opened);
      int _ = (int) CLOSE.invokeExact(opened);
      return begun;
    } catch (Throwable e) {
      log.atDebug().setCause(e).log("not written out this time");
      return false;
    }
  }

  /** Of an open file; not of a terminal or a pipe, of which nothing is kept. */
  public static boolean begin(int descriptor) {
    if (SYNC == null) {
      return false;
    }
    try {
      return (int) SYNC.invokeExact(descriptor, 0L, TO_THE_END, SYNC_FILE_RANGE_WRITE) == 0;
    } catch (Throwable e) {
      log.atDebug().setCause(e).log("not written out this time");
      return false;
    }
  }
}

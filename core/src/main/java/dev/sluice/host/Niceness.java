package dev.sluice.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives threads and processes of this machine a lower priority, for good: taking one's own
 * processor time back is a right of root alone. On Linux, where every thread has a priority of its
 * own (setpriority(2), "C library/kernel differences"); elsewhere, and where it is not allowed,
 * nothing happens.
 */
public final class Niceness {
  private static final Logger log = LoggerFactory.getLogger(Niceness.class);

  /** A tenth of the share that others get, and they go first. */
  private static final int NICE = 10;

  private static final int PRIO_PROCESS = 0;
  private static final int CALLER = 0;
  private static final Path PROC = Path.of("/proc");

  /** The kernel lets users other than root change one group's priority in a tenth of a second. */
  private static final int TRIES = 20;

  private static final long PAUSE_MILLIS = 30;

  private static final @Nullable MethodHandle GET =
      CLibrary.find("getpriority", JAVA_INT, JAVA_INT);
  private static final @Nullable MethodHandle SET =
      CLibrary.find("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);

  private Niceness() {}

  /** Of the calling thread, which must be one of the system. */
  public static void lower() {
    set(CALLER);
  }

  /**
   * Of another process, and of its session where that is not ours: a kernel that shares the
   * processors among sessions first (sched(7), "The autogroup feature") looks at a process's own
   * priority within its session alone, and each process of PostgreSQL has one to itself. May take
   * some tenths of a second; its own priority comes last.
   *
   * @param pid of this machine
   */
  public static void lower(long pid) {
    if (pid > 0 && pid <= Integer.MAX_VALUE) {
      lowerSession(pid);
      set(Math.toIntExact(pid));
    }
  }

  private static void set(int who) {
    if (GET == null || SET == null) {
      return;
    }
    try {
      if ((int) GET.invokeExact(PRIO_PROCESS, who) < NICE) {
        int _ = (int) SET.invokeExact(PRIO_PROCESS, who, NICE);
      }
    } catch (Throwable e) {
      log.atDebug().setCause(e).log("priority not changed");
    }
  }

  private static void lowerSession(long pid) {
    Path group = autogroup(Long.toString(pid));
    try {
      for (int tries = 0; tries < TRIES && isOthersAndHigher(Files.readString(group)); tries++) {
        if (!isWritten(group)) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (IOException e) {
      log.atDebug().setCause(e).log("no groups here, not ours, or the process is gone");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads as {@code /autogroup-25 nice 0}, or as nothing where the group does not count. */
  private static boolean isOthersAndHigher(String group) throws IOException {
    String[] words = group.strip().split(" ", -1);
    return words.length == 3
        && Integer.parseInt(words[2]) < NICE
        && !Files.readString(autogroup("self")).startsWith(words[0] + " ");
  }

  private static Path autogroup(String process) {
    return PROC.resolve(process).resolve("autogroup");
  }

  private static boolean isWritten(Path group) throws AccessDeniedException {
    try {
      Files.writeString(group, Integer.toString(NICE), StandardOpenOption.WRITE);
      return true;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return false; // too soon after another, or gone
    }
  }
}

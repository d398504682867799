package dev.sluice.server.background;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.sluice.host.CLibrary;
import java.lang.invoke.MethodHandle;
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
   * Of another process.
   *
   * @param pid of this machine
   */
  public static void lower(int pid) {
    if (pid > 0) {
      set(pid);
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
}

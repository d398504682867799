package dev.sluice.server.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/**
 * Where something went wrong. The messages of database drivers and parsers quote what they were
 * given, so only messages of our own are shown.
 */
final class Trace {
  private static final int FRAMES = 30;
  private static final int CAUSES = 8;

  private Trace() {}

  static String of(IThrowableProxy thrown) {
    StringBuilder text = new StringBuilder();
    IThrowableProxy current = thrown;
    for (int depth = 0; current != null && depth < CAUSES; depth++) {
      text.append(depth == 0 ? "" : "caused by ").append(current.getClassName());
      if (isOurs(current)) {
        text.append(": ").append(current.getMessage());
      }
      text.append('\n');
      frames(text, current.getStackTraceElementProxyArray());
      current = current.getCause();
    }
    return text.toString();
  }

  private static boolean isOurs(IThrowableProxy thrown) {
    return thrown.getMessage() != null && thrown.getClassName().startsWith("dev.sluice.");
  }

  private static void frames(StringBuilder text, StackTraceElementProxy @Nullable [] frames) {
    for (int i = 0; frames != null && i < frames.length && i < FRAMES; i++) {
      text.append("  ").append(frames[i].getSTEAsString()).append('\n');
    }
  }
}

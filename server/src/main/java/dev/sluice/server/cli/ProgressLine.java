package dev.sluice.server.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How far it is: one line that moves on a terminal, a line now and then elsewhere. */
final class ProgressLine {
  private static final int WIDTH = 24;
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final boolean terminal = isTerminal();
  private long shownAt = System.nanoTime() - EVERY_NANOS;
  private String shown = "";

  /** Whether somebody looks. */
  @SuppressWarnings("SystemConsoleNull") // it is null where jdk.console says so
  static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  void bytes(long done, long total) {
    double share = total == 0 ? 1 : (double) done / total;
    show(
        share,
        String.format(Locale.ROOT, "uploading %,d of %,d kB", done / 1_000, total / 1_000),
        done == total);
  }

  void rows(JsonNode one) {
    JsonNode progress = one.path("progress");
    String status = one.path("status").asString("").replace('_', ' ');
    if (progress.path("rowsTotal").isNull()) {
      show(1, status, false);
      return;
    }
    long done = progress.path("rowsDone").asLong(0);
    long total = progress.path("rowsTotal").asLong(0);
    StringBuilder text = new StringBuilder(status);
    text.append(String.format(Locale.ROOT, " %,d of %,d rows", done, total));
    if (!progress.path("rowsPerSecond").isNull()) {
      long rate = progress.path("rowsPerSecond").asLong(0);
      text.append(String.format(Locale.ROOT, ", %,d rows/s", rate));
    }
    if (!progress.path("etaSeconds").isNull()) {
      text.append(", ETA ").append(progress.path("etaSeconds").asLong(0)).append(" s");
    }
    show(total == 0 ? 1 : (double) done / total, text.toString(), false);
  }

  private void show(double share, String text, boolean last) {
    if (text.equals(shown)) {
      return;
    }
    if (terminal) {
      int full = (int) Math.round(share * WIDTH);
      String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
      System.err.printf(Locale.ROOT, "\r[%s] %3.0f %% %-60s", bar, share * 100, text);
    } else if (last || System.nanoTime() - shownAt >= EVERY_NANOS) {
      System.err.println(text);
      shownAt = System.nanoTime();
    }
    shown = text;
  }

  void end() {
    if (terminal) {
      System.err.println();
    }
  }
}

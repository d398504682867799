package dev.sluice.server.telemetry;

import java.util.function.LongSupplier;

/** Rows a second over the last half minute, whole seconds alone. Thread-safe. */
final class RowRate {
  private static final int SECONDS = 30;
  private static final long NANOS = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private final long start;
  private final long[] rows = new long[SECONDS + 1];
  private long newest;

  RowRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  synchronized void add(long count) {
    advance();
    rows[place(newest)] += count;
  }

  synchronized double perSecond() {
    advance();
    long sum = 0;
    for (int back = 1; back <= SECONDS && back <= newest; back++) {
      sum += rows[place(newest - back)];
    }
    return sum / (double) Math.clamp(newest, 1, SECONDS);
  }

  private void advance() {
    long now = (nanoTime.getAsLong() - start) / NANOS;
    for (long second = Math.max(newest + 1, now - SECONDS); second <= now; second++) {
      rows[place(second)] = 0;
    }
    newest = Math.max(newest, now);
  }

  private static int place(long second) {
    return (int) (second % (SECONDS + 1));
  }
}

package dev.sluice.bench.feed;

import java.util.Arrays;

/** Latencies in nanoseconds, all of them kept. */
public final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int size;

  public void add(long each) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = each;
  }

  public int size() {
    return size;
  }

  /** In milliseconds; 0 where nothing was measured. */
  public double percentile(double p) {
    if (size == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int at = (int) Math.min(size - 1L, (long) Math.ceil(p / 100 * size) - 1);
    return sorted[Math.max(0, at)] / 1e6;
  }
}

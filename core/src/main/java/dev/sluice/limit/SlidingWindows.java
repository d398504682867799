package dev.sluice.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Counts within this process, about a kilobyte a subject; so several processes allow a subject
 * several times its rate. Subjects that took nothing for a period are forgotten now and then.
 */
public final class SlidingWindows implements RateLimiter {
  private static final int FEW = 1_024;

  private final LongSupplier nanos;
  private final ConcurrentHashMap<String, SlidingWindow> windows = new ConcurrentHashMap<>();
  private final AtomicInteger crowded = new AtomicInteger(FEW);

  /**
   * @param nanos a clock that never steps back, as {@link System#nanoTime}
   */
  public SlidingWindows(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Verdict take(String subject, Rate rate) {
    SlidingWindow window = windows.get(subject);
    if (window == null || !window.per().equals(rate.per())) {
      window = add(subject, rate);
    }
    return window.take(nanos.getAsLong(), rate.permits());
  }

  private SlidingWindow add(String subject, Rate rate) {
    long now = nanos.getAsLong();
    int size = windows.size();
    int limit = crowded.get();
    if (size >= limit) {
      windows.values().removeIf(window -> window.idle(now));
      crowded.compareAndSet(limit, Math.max(FEW, 2 * windows.size()));
    }
    return windows.compute(
        subject,
        (name, there) ->
            there != null && there.per().equals(rate.per())
                ? there
                : new SlidingWindow(rate.per(), now));
  }

  /** How many subjects are remembered. */
  int size() {
    return windows.size();
  }
}

package dev.sluice.limit;

import java.time.Duration;

/**
 * One subject's count over the last period, in slots of a 256th of it: a slot is forgotten as a
 * whole, one period after it began. Guarded by its monitor.
 */
final class SlidingWindow {
  private static final int SLOTS = 256;

  private final Duration per;
  private final long slotNanos;
  private final int[] taken = new int[SLOTS];
  private long newest;
  private long sum;

  SlidingWindow(Duration per, long now) {
    this.per = per;
    this.slotNanos = per.toNanos() / SLOTS;
    this.newest = Math.floorDiv(now, slotNanos);
  }

  Duration per() {
    return per;
  }

  synchronized RateLimiter.Verdict take(long now, long permits) {
    advance(now);
    boolean free = sum < permits;
    if (free) {
      taken[Math.floorMod(newest, SLOTS)]++;
      sum++;
    }
    return new RateLimiter.Verdict(free, Math.max(0, permits - sum), untilMore(now));
  }

  synchronized boolean idle(long now) {
    advance(now);
    return sum == 0;
  }

  /** Time read by another thread a moment earlier changes nothing. */
  private void advance(long now) {
    long slot = Math.floorDiv(now, slotNanos);
    long steps = Math.min(SLOTS, slot - newest);
    for (long i = 1; i <= steps; i++) {
      int old = Math.floorMod(slot - steps + i, SLOTS);
      sum -= taken[old];
      taken[old] = 0;
    }
    newest = Math.max(newest, slot);
  }

  private Duration untilMore(long now) {
    for (long slot = newest - SLOTS + 1; sum > 0; slot++) {
      if (taken[Math.floorMod(slot, SLOTS)] > 0) {
        return Duration.ofNanos(Math.max(0, (slot + SLOTS) * slotNanos - now));
      }
    }
    return Duration.ZERO;
  }
}

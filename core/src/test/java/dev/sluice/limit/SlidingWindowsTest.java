package dev.sluice.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlidingWindowsTest implements RateLimiterContract {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final SlidingWindows limiter = new SlidingWindows(clock::nanos);

  @Override
  public SettableClock clock() {
    return clock;
  }

  @Override
  public RateLimiter limiter() {
    return limiter;
  }

  /** Against a list of every time something was taken. */
  @Property(seed = "2026", tries = 200)
  void as_an_exact_log_but_for_one_slot(
      @ForAll @Size(min = 1, max = 400) List<@IntRange(max = 900) Integer> pauses,
      @ForAll @IntRange(min = 1, max = 30) int permits) {
    SettableClock time = new SettableClock(Instant.EPOCH);
    SlidingWindows windows = new SlidingWindows(time::nanos);
    Rate rate = new Rate(permits, Duration.ofSeconds(10));
    long slot = Duration.ofSeconds(10).toNanos() / 256;
    ArrayDeque<Long> log = new ArrayDeque<>();
    for (int pause : pauses) {
      time.advance(Duration.ofMillis(pause));
      long now = time.nanos();
      long whole = log.stream().filter(at -> now - at < 10_000_000_000L).count();
      long shorter = log.stream().filter(at -> now - at < 10_000_000_000L - slot).count();
      boolean taken = windows.take("key", rate).taken();
      if (whole < permits) {
        assertTrue(taken, "refused though fewer were taken");
      }
      if (shorter >= permits) {
        assertTrue(!taken, "admitted though enough were taken");
      }
      if (taken) {
        log.add(now);
      }
    }
  }

  @Test
  void subjects_that_went_quiet_are_forgotten() {
    Rate rate = new Rate(1, Duration.ofSeconds(1));
    for (int i = 0; i < 100_000; i++) {
      limiter.take("key" + i, rate);
      clock.advance(Duration.ofMillis(1));
    }
    assertTrue(limiter.size() < 5_000, limiter.size() + " remembered");
    limiter.take("key", rate);
    assertEquals(0, limiter.take("key", rate).remaining());
  }
}

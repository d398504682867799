package dev.sluice.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved; {@link #nanos} moves with it. */
public final class SettableClock implements InstantSource {
  private final Instant start;
  private final AtomicReference<Instant> now;

  public SettableClock(Instant start) {
    this.start = start;
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** As {@link System#nanoTime}: from an arbitrary origin, here below zero. */
  public long nanos() {
    return Duration.between(start, now.get()).toNanos() - 1_000_000_000_000L;
  }

  public void advance(Duration by) {
    var _ = now.updateAndGet(before -> before.plus(by));
  }
}

package dev.sluice.record;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, then 12 bits that count within the millisecond
 * (method 1 of section 6.2), then 62 random bits. Ids of one generator strictly increase, also when
 * the clock steps back or more than 4,096 are made in a millisecond: then they run ahead of the
 * clock.
 *
 * <p>Thread-safe if the random generator is.
 */
public final class Uuid7 {
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Milliseconds and counter of the last id, as one number of 60 bits. */
  private final AtomicLong last = new AtomicLong();

  public Uuid7(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public UUID next() {
    long now = clock.millis() << 12;
    long tick = last.updateAndGet(before -> Math.max(before + 1, now));
    long high = ((tick >>> 12) << 16) | 0x7000L | (tick & 0xFFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}

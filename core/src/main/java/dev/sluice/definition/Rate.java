package dev.sluice.definition;

import java.time.Duration;

/** So many per so long, such as {@code 1000/min}. */
public record Rate(long permits, Duration per) {

  public Rate {
    if (permits < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException("a rate must be positive");
    }
  }
}

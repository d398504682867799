package dev.sluice.definition;

import java.time.Duration;

/**
 * How often and how far apart work is tried again after a transient failure: exponential with full
 * jitter between these delays.
 *
 * @param maxAttempts tries in all
 */
public record Retry(int maxAttempts, Duration initialDelay, Duration maxDelay) {
  public static final Retry DEFAULT = new Retry(5, Duration.ofSeconds(1), Duration.ofMinutes(5));

  public Retry {
    if (maxAttempts < 1 || initialDelay.isNegative() || maxDelay.compareTo(initialDelay) < 0) {
      throw new IllegalArgumentException("maxAttempts >= 1 and 0 <= initialDelay <= maxDelay");
    }
  }

  static Retry read(DocumentNode node) {
    int maxAttempts = (int) node.integer("maxAttempts", 1, 100, DEFAULT.maxAttempts);
    Duration initial = node.duration("initialDelay", DEFAULT.initialDelay);
    Duration max =
        node.duration(
            "maxDelay", initial.compareTo(DEFAULT.maxDelay) > 0 ? initial : DEFAULT.maxDelay);
    node.finish();
    if (max.compareTo(initial) < 0) {
      node.error("maxDelay", "value", "maxDelay is shorter than initialDelay", "make it longer");
      return DEFAULT;
    }
    return new Retry(maxAttempts, initial, max);
  }
}

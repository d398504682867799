package dev.sluice.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter (T04, E50): the n-th retry waits a random time up to {@code
 * initialDelay * factor^(n-1)}, at most {@code maxDelay}.
 *
 * @param maxAttempts tries in all, the first included
 */
public record RetryPolicy(
    int maxAttempts, Duration initialDelay, double factor, Duration maxDelay) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(4, Duration.ofSeconds(2), 2.0, Duration.ofMinutes(5));

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1");
    }
    if (initialDelay.isNegative() || maxDelay.isNegative() || !(factor >= 1)) {
      throw new IllegalArgumentException("delays are not negative and the factor is at least 1");
    }
  }

  /** Whether a batch that failed this often is given up. */
  public boolean exhausted(int failures) {
    return failures >= maxAttempts;
  }

  /** The longest wait after this many failures (1 or more), without jitter. */
  public Duration ceiling(int failures) {
    double millis = initialDelay.toMillis() * Math.pow(factor, failures - 1.0);
    return millis >= maxDelay.toMillis() ? maxDelay : Duration.ofMillis((long) millis);
  }

  /** The wait after this many failures (1 or more). */
  public Duration delay(int failures, RandomGenerator random) {
    long ceiling = ceiling(failures).toMillis();
    return Duration.ofMillis(ceiling == 0 ? 0 : random.nextLong(ceiling + 1));
  }
}

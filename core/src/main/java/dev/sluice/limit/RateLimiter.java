package dev.sluice.limit;

import java.time.Duration;

/**
 * Port: counts what subjects take. Thread-safe; never waits.
 *
 * <p>The window slides: of one subject at most {@code rate.permits()} are taken within any {@code
 * rate.per()}, and a subject that took fewer than that within the last {@code rate.per()} is not
 * refused. An adapter may let go of what was taken earlier by up to one hundredth of the period. A
 * refusal takes nothing.
 */
public interface RateLimiter {

  /**
   * Takes one, if one is left.
   *
   * @param subject whose count it is
   * @param rate the limit as it is now; another number of permits than before counts at once,
   *     another period starts the count anew
   */
  Verdict take(String subject, Rate rate);

  /**
   * What became of it.
   *
   * @param remaining how many more could be taken right now
   * @param untilMore after which the count drops for the first time; never negative
   */
  record Verdict(boolean taken, long remaining, Duration untilMore) {}
}

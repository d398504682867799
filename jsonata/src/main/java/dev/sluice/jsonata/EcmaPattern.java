package dev.sluice.jsonata;

import java.time.Duration;

/**
 * A regular expression of JavaScript, as JSON Schema's {@code pattern} is one, run in bounded time:
 * by RE2/J where it can, else by {@code java.util.regex} with a deadline. Unicode properties
 * ({@code \p{L}}) mean what they mean with JavaScript's flag {@code u}. Immutable and thread-safe.
 */
public final class EcmaPattern {
  private final Regex regex;
  private final long timeoutNanos;

  private EcmaPattern(Regex regex, long timeoutNanos) {
    this.regex = regex;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Throws {@link JsonataException} S0303 where it is no regular expression.
   *
   * @param timeout of one search
   */
  public static EcmaPattern compile(String pattern, Duration timeout) {
    try {
      return new EcmaPattern(Regex.compile(pattern, "u"), timeout.toNanos());
    } catch (Failure e) {
      throw e.toException();
    }
  }

  /** Whether it matches anywhere in the text; U1001 where that takes longer than it may. */
  public boolean find(String text) {
    try {
      return regex.occursIn(text, timeoutNanos);
    } catch (Failure e) {
      throw e.toException();
    }
  }
}

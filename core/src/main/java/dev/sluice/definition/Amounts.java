package dev.sluice.definition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads durations ({@code 90d}, {@code 1h 30m}, {@code 500ms}) and rates ({@code 1000/min}). */
final class Amounts {
  private static final Map<String, Duration> UNITS =
      Map.of(
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1),
          "ms", Duration.ofMillis(1));
  private static final Map<String, Duration> PERIODS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "sec", Duration.ofSeconds(1),
          "second", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "minute", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "hour", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "day", Duration.ofDays(1));
  private static final int DIGITS = 9;

  private Amounts() {}

  /** Longer than nothing and up to a hundred years. */
  static Optional<Duration> duration(String text) {
    Duration total = Duration.ZERO;
    int i = 0;
    while (i < text.length()) {
      int digits = i;
      while (i < text.length() && isDigit(text.charAt(i))) {
        i++;
      }
      int letters = i;
      while (i < text.length() && Character.isLetter(text.charAt(i))) {
        i++;
      }
      Duration unit = UNITS.get(text.substring(letters, i));
      if (letters == digits || letters - digits > DIGITS || unit == null) {
        return Optional.empty();
      }
      total = total.plus(unit.multipliedBy(Long.parseLong(text.substring(digits, letters))));
      while (i < text.length() && text.charAt(i) == ' ') {
        i++;
      }
    }
    boolean sensible = !total.isZero() && total.compareTo(Duration.ofDays(36_525)) <= 0;
    return sensible ? Optional.of(total) : Optional.empty();
  }

  static Optional<Rate> rate(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      return Optional.empty();
    }
    String count = text.substring(0, slash).strip();
    Duration per = PERIODS.get(text.substring(slash + 1).strip());
    if (per == null || count.isEmpty() || count.length() > DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < count.length(); i++) {
      if (!isDigit(count.charAt(i))) {
        return Optional.empty();
      }
    }
    long permits = Long.parseLong(count);
    return permits == 0 ? Optional.empty() : Optional.of(new Rate(permits, per));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

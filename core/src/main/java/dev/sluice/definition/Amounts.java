package dev.sluice.definition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads durations: {@code 90d}, {@code 1h 30m}, {@code 500ms}. */
final class Amounts {
  private static final Map<String, Duration> UNITS =
      Map.of(
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1),
          "ms", Duration.ofMillis(1));
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

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

package dev.sluice.server.http;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/**
 * Dates and times that somebody sent, of the years 1 to 9999: four digits, which everything they go
 * through understands, and far from where calculating with them overflows.
 */
final class Dates {
  private Dates() {}

  /** Throws {@link DateTimeException} for what is none. */
  static LocalDate date(String text) {
    return checked(LocalDate.parse(text));
  }

  /** Throws {@link DateTimeException} for what is none. */
  static OffsetDateTime time(String text) {
    return checked(OffsetDateTime.parse(text));
  }

  private static <T extends TemporalAccessor> T checked(T time) {
    int year = time.get(ChronoField.YEAR);
    if (year < 1 || year > 9_999) {
      throw new DateTimeException("the years are 0001 to 9999");
    }
    return time;
  }
}

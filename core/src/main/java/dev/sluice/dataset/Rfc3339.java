package dev.sluice.dataset;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Times as the outside sees them: RFC 3339 in UTC, with milliseconds, and more digits where there
 * are more.
 */
public final class Rfc3339 {
  private static final DateTimeFormatter UTC =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
          .appendLiteral('Z')
          .toFormatter(java.util.Locale.ROOT);

  private Rfc3339() {}

  public static String utc(Instant instant) {
    return UTC.format(instant.atOffset(ZoneOffset.UTC));
  }
}

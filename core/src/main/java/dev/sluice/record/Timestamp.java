package dev.sluice.record;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3339 date-time, read strictly and without a regular expression: {@code
 * 2024-01-15T10:30:00.123Z} or with an offset {@code +05:45}. 'T' and 'Z' may be lower case, as the
 * RFC allows; an offset is required. A leap second is refused, because neither PostgreSQL nor Java
 * keeps one.
 */
final class Timestamp {
  private Timestamp() {}

  /** The moment in UTC to the nanosecond, or null if the text is no date-time. */
  static @Nullable OffsetDateTime parse(String text) {
    int length = text.length();
    if (length < 20 || length > 64 || (text.charAt(10) != 'T' && text.charAt(10) != 't')) {
      return null;
    }
    if (text.charAt(13) != ':' || text.charAt(16) != ':') {
      return null;
    }
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    LocalDate date = date(text, 0);
    if (date == null || hour < 0 || minute < 0 || second < 0) {
      return null;
    }
    int i = 19;
    int nanos = 0;
    if (text.charAt(i) == '.') {
      int start = ++i;
      int unit = 100_000_000;
      while (i < length && isDigit(text.charAt(i))) {
        nanos += (text.charAt(i) - '0') * unit;
        unit /= 10;
        i++;
      }
      if (i == start) {
        return null;
      }
    }
    ZoneOffset offset = offset(text, i);
    if (offset == null || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    return date.atTime(hour, minute, second, nanos)
        .atOffset(offset)
        .withOffsetSameInstant(ZoneOffset.UTC);
  }

  /** Whether {@link #parse} would read it; makes nothing. */
  static boolean isTimestamp(String text) {
    int length = text.length();
    if ((length != 20 && length != 24) || text.charAt(length - 1) != 'Z') {
      return parse(text) != null;
    }
    boolean fraction = length == 24;
    return (text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && isDate(text)
            && within(digits(text, 11, 13), 23)
            && within(digits(text, 14, 16), 59)
            && within(digits(text, 17, 19), 59)
            && (!fraction || (text.charAt(19) == '.' && digits(text, 20, 23) >= 0)))
        || parse(text) != null;
  }

  /** A date up to the 28th, which every month has. */
  private static boolean isDate(String text) {
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && digits(text, 0, 4) >= 1
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= 28;
  }

  private static boolean within(int value, int most) {
    return value >= 0 && value <= most;
  }

  /**
   * Whether the seconds have a digit other than 0 after the sixth; PostgreSQL keeps microseconds.
   */
  static boolean finerThanMicroseconds(String text) {
    for (int i = 26; i < text.length() && isDigit(text.charAt(i)); i++) {
      if (text.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }

  /** The date {@code yyyy-mm-dd} that is the whole text, or null. */
  static @Nullable LocalDate parseDate(String text) {
    return text.length() == 10 ? date(text, 0) : null;
  }

  private static @Nullable LocalDate date(String text, int at) {
    if (text.charAt(at + 4) != '-' || text.charAt(at + 7) != '-') {
      return null;
    }
    int year = digits(text, at, at + 4);
    int month = digits(text, at + 5, at + 7);
    int day = digits(text, at + 8, at + 10);
    if (year < 1 || month < 1 || day < 1) {
      return null;
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable ZoneOffset offset(String text, int at) {
    int rest = text.length() - at;
    if (rest == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
      return ZoneOffset.UTC;
    }
    if (rest != 6 || text.charAt(at + 3) != ':') {
      return null;
    }
    char sign = text.charAt(at);
    int hours = digits(text, at + 1, at + 3);
    int minutes = digits(text, at + 4, at + 6);
    if ((sign != '+' && sign != '-') || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return null;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return seconds > 18 * 3600 ? null : ZoneOffset.ofTotalSeconds(sign == '-' ? -seconds : seconds);
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

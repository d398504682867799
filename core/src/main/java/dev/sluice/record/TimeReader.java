package dev.sluice.record;

/**
 * Dates, and moments of RFC 3339 in the forms that programs write; years 1 to 9999. What it reads,
 * {@link Timestamp} reads alike.
 */
final class TimeReader implements FieldReader {
  static final TimeReader DATE = new TimeReader(false);
  static final TimeReader MOMENT = new TimeReader(true);

  private static final long NO_DAY = Long.MIN_VALUE;
  private static final long DAY = 86_400;

  private final boolean moment;

  private TimeReader(boolean moment) {
    this.moment = moment;
  }

  @Override
  public boolean read(byte[] bytes, int from, int to, TypedRow row, int column) {
    if (to - from < 10) {
      return false;
    }
    long day = day(bytes, from);
    if (day == NO_DAY) {
      return false;
    }
    if (!moment) {
      if (to - from != 10) {
        return false;
      }
      row.number(column, day);
      row.written(column, bytes, from, 10);
      return true;
    }
    return readTime(bytes, from, to, day, row, column);
  }

  private static boolean readTime(
      byte[] bytes, int from, int to, long day, TypedRow row, int column) {
    if (to - from < 20
        || bytes[from + 10] != 'T'
        || bytes[from + 13] != ':'
        || bytes[from + 16] != ':') {
      return false;
    }
    int hour = Digits.two(bytes, from + 11);
    int minute = Digits.two(bytes, from + 14);
    int second = Digits.two(bytes, from + 17);
    if ((hour | minute | second | 23 - hour | 59 - minute | 59 - second) < 0) {
      return false;
    }
    int i = from + 19;
    long micros = 0;
    if (bytes[i] == '.') {
      int start = ++i;
      while (i < to && Digits.isOne(bytes[i])) {
        micros = micros * 10 + bytes[i] - '0';
        i++;
      }
      int digits = i - start;
      if (digits == 0 || digits > 6) {
        return false;
      }
      micros *= Digits.power(6 - digits);
    }
    int offset = offset(bytes, i, to);
    if (offset == Integer.MIN_VALUE) {
      return false;
    }
    long seconds = day * DAY + hour * 3_600L + minute * 60L + second - offset;
    row.number(column, seconds * 1_000_000L + micros);
    row.written(column, bytes, from, to - from);
    return true;
  }

  /** Seconds east of Greenwich, or the least number where there is no offset and nothing else. */
  private static int offset(byte[] bytes, int at, int to) {
    if (to - at == 1) {
      return bytes[at] == 'Z' ? 0 : Integer.MIN_VALUE;
    }
    boolean signed = to - at == 6 && (bytes[at] == '+' || bytes[at] == '-') && bytes[at + 3] == ':';
    if (!signed) {
      return Integer.MIN_VALUE;
    }
    int hours = Digits.two(bytes, at + 1);
    int minutes = Digits.two(bytes, at + 4);
    if ((hours | minutes | 17 - hours | 59 - minutes) < 0) {
      return Integer.MIN_VALUE;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return bytes[at] == '-' ? -seconds : seconds;
  }

  /** Days since 1970 of {@code yyyy-mm-dd}. */
  private static long day(byte[] bytes, int at) {
    int century = Digits.two(bytes, at);
    int ofCentury = Digits.two(bytes, at + 2);
    int month = Digits.two(bytes, at + 5);
    int day = Digits.two(bytes, at + 8);
    if ((century | ofCentury) < 0
        || bytes[at + 4] != '-'
        || bytes[at + 7] != '-'
        || month < 1
        || month > 12
        || day < 1) {
      return NO_DAY;
    }
    int year = century * 100 + ofCentury;
    if (year < 1 || (day > 28 && day > lengthOfMonth(year, month))) {
      return NO_DAY;
    }
    // Years from March, so that a leap day is the last of one.
    int y = month <= 2 ? year - 1 : year;
    int monthFromMarch = month <= 2 ? month + 9 : month - 3;
    int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
  }

  private static int lengthOfMonth(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}

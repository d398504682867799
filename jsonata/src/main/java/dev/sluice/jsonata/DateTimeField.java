package dev.sluice.jsonata;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The components of a date and time, weeks as ISO 8601 counts them. */
final class DateTimeField {
  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  static final List<String> DAYS =
      List.of("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private DateTimeField() {}

  /** The Monday of the first week: the one with the year's or month's first Thursday in it. */
  private static LocalDate firstWeek(YearMonth start) {
    LocalDate first = start.atDay(1);
    int day = first.getDayOfWeek().getValue();
    return day > DayOfWeek.THURSDAY.getValue()
        ? first.plusDays(8L - day)
        : first.minusDays(day - 1L);
  }

  private static long week(
      YearMonth current, YearMonth next, YearMonth previous, LocalDate date, int most) {
    long week = weeks(current, date);
    if (week > most && !date.isBefore(firstWeek(next))) {
      return 1;
    }
    return week < 1 ? weeks(previous, date) : week;
  }

  private static long weeks(YearMonth start, LocalDate date) {
    return Math.floorDiv(ChronoUnit.DAYS.between(firstWeek(start), date), 7) + 1;
  }

  static long value(LocalDateTime time, char component) {
    LocalDate date = time.toLocalDate();
    YearMonth month = YearMonth.from(date);
    YearMonth year = YearMonth.of(date.getYear(), 1);
    return switch (component) {
      case 'Y' -> date.getYear();
      case 'M' -> date.getMonthValue();
      case 'D' -> date.getDayOfMonth();
      case 'd' -> date.getDayOfYear();
      case 'F' -> date.getDayOfWeek().getValue();
      case 'W' -> week(year, year.plusYears(1), year.minusYears(1), date, 52);
      case 'w' -> week(month, month.plusMonths(1), month.minusMonths(1), date, 4);
      case 'X' ->
          date.isBefore(firstWeek(year))
              ? date.getYear() - 1L
              : date.isBefore(firstWeek(year.plusYears(1))) ? date.getYear() : date.getYear() + 1L;
      case 'x' ->
          date.isBefore(firstWeek(month))
              ? month.minusMonths(1).getMonthValue()
              : date.isBefore(firstWeek(month.plusMonths(1)))
                  ? month.getMonthValue()
                  : month.plusMonths(1).getMonthValue();
      case 'H' -> time.getHour();
      case 'h' -> time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
      case 'm' -> time.getMinute();
      case 's' -> time.getSecond();
      case 'f' -> time.getNano() / 1_000_000;
      default -> 0;
    };
  }
}

package dev.sluice.server.http;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The days that statistics are of: as asked for, or all of them with a timeline of the last week.
 */
final class Timeline {
  private static final int WEEK = 7;
  private static final int MOST = 1_000;

  private Timeline() {}

  /** Days included, as asked for; null where not said. */
  record Range(@Nullable LocalDate from, @Nullable LocalDate to) {
    Range {
      if (from != null && to != null && from.isAfter(to)) {
        throw QueryParameters.bad("from", from.toString(), "is after `to`", "swap them");
      }
      if (from != null && to != null && ChronoUnit.DAYS.between(from, to) >= MOST) {
        throw QueryParameters.bad(
            "from", from.toString(), "is too far from `to`", "ask for at most 1000 days");
      }
    }

    static Range of(QueryParameters query) {
      return new Range(query.date("from"), query.date("to"));
    }

    /**
     * What is not said: {@code to} is the newest day of which there is something, {@code from} six
     * days before it. Throws problem 400 where these would be too many days.
     *
     * @param newest null: there is nothing
     */
    Days days(@Nullable LocalDate newest, LocalDate today) {
      LocalDate last = newest == null ? today : newest;
      LocalDate end = to != null ? to : from != null && from.isAfter(last) ? from : last;
      LocalDate start = from != null ? from : end.minusDays(WEEK - 1L);
      if (ChronoUnit.DAYS.between(start, end) >= MOST) {
        throw QueryParameters.bad(
            "from",
            start.toString(),
            "is too far from " + (newest == null ? "today, " : "the newest record of ") + end,
            "send `to` as well, at most 1,000 days in all");
      }
      return new Days(start, end, from == null && to == null);
    }
  }

  /**
   * The days of a timeline.
   *
   * @param whole nobody asked for days: all else in the answer is of all days there are
   */
  record Days(LocalDate from, LocalDate to, boolean whole) {}

  /**
   * Writes {@code byDay} with the days between filled in, {@code from}, {@code to}, {@code scope}.
   */
  static void write(ObjectNode into, Days days, Map<LocalDate, Long> counts) {
    ArrayNode byDay = into.putArray("byDay");
    for (LocalDate day = days.from(); !day.isAfter(days.to()); day = day.plusDays(1)) {
      ObjectNode one = byDay.addObject();
      one.put("date", day.toString());
      one.put("count", counts.getOrDefault(day, 0L));
    }
    into.put("from", days.from().toString());
    into.put("to", days.to().toString());
    into.put("scope", days.whole() ? "all" : "range");
  }
}

package dev.sluice.server.http;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts by day with the days between filled in: seven days up to the newest, unless told. */
final class Timeline {
  private static final int DAYS = 7;
  private static final int MOST = 1_000;

  private final TreeMap<LocalDate, Long> counts = new TreeMap<>();

  /** Days included; null where not said. */
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
  }

  void add(LocalDate day, long count) {
    counts.merge(day, count, Long::sum);
  }

  /** Writes {@code byDay}, {@code from} and {@code to}. */
  void write(ObjectNode into, Range range, LocalDate today) {
    LocalDate newest = counts.isEmpty() ? today : counts.lastKey();
    LocalDate from = range.from();
    LocalDate to = range.to();
    if (to == null) {
      to = from == null || !from.isAfter(newest) ? newest : from;
    }
    if (from == null) {
      from = to.minusDays(DAYS - 1L);
    }
    if (ChronoUnit.DAYS.between(from, to) >= MOST) {
      from = to.minusDays(MOST - 1L);
    }
    ArrayNode byDay = into.putArray("byDay");
    Map<LocalDate, Long> known = counts;
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      ObjectNode one = byDay.addObject();
      one.put("date", day.toString());
      one.put("count", known.getOrDefault(day, 0L));
    }
    into.put("from", from.toString());
    into.put("to", to.toString());
  }
}

package dev.sluice.server.http;

import dev.sluice.dataset.DatasetStore;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A dataset's statistics, by day and source. Immutable. */
final class DatasetFigures {
  private final TreeMap<LocalDate, Map<String, Figure>> days = new TreeMap<>();
  private final Map<String, Figure> whole;

  /**
   * @param sums by column
   */
  record Figure(long count, Map<String, BigDecimal> sums) {
    Figure plus(Figure other) {
      Map<String, BigDecimal> added = new TreeMap<>(sums);
      other.sums.forEach((name, sum) -> added.merge(name, sum, BigDecimal::add));
      return new Figure(count + other.count, added);
    }
  }

  DatasetFigures(DatasetStore.Statistics statistics) {
    for (DatasetStore.SourceDay cell : statistics.sourceDays()) {
      Map<String, BigDecimal> sums = new TreeMap<>();
      cell.sums().forEach((name, sum) -> sums.put(name, new BigDecimal(sum)));
      days.computeIfAbsent(cell.day(), day -> new TreeMap<>())
          .put(cell.source(), new Figure(cell.count(), sums));
    }
    whole = added(days.values());
  }

  private static Map<String, Figure> added(Collection<Map<String, Figure>> some) {
    Map<String, Figure> sources = new TreeMap<>();
    for (Map<String, Figure> day : some) {
      day.forEach((source, figure) -> sources.merge(source, figure, Figure::plus));
    }
    return sources;
  }

  /** The last day there is something of. */
  @Nullable LocalDate newest() {
    return days.isEmpty() ? null : days.lastKey();
  }

  /** By source. */
  Map<String, Figure> in(Timeline.Days range) {
    return range.whole() ? whole : added(between(range).values());
  }

  /** By day, without those of which there is nothing. */
  Map<LocalDate, Long> counts(Timeline.Days range, @Nullable String source) {
    Map<LocalDate, Long> counts = new TreeMap<>();
    between(range)
        .forEach((day, figures) -> {
          long count = 0;
          for (Map.Entry<String, Figure> figure : figures.entrySet()) {
            if (source == null || source.equals(figure.getKey())) {
              count += figure.getValue().count();
            }
          }
          counts.put(day, count);
        });
    return counts;
  }

  private NavigableMap<LocalDate, Map<String, Figure>> between(Timeline.Days range) {
    return days.subMap(range.from(), true, range.to(), true);
  }
}

package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.DeadLetterStore.Cell;
import dev.sluice.deadletter.LetterFilter;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Statistics of what could not land, as they are answered: in records, by the day of the letter.
 */
final class LetterStatistics implements AutoCloseable {
  private final KeptReadings<Of, List<Cell>> readings;

  private record Of(@Nullable String tenant, @Nullable String dataset) {}

  LetterStatistics(DeadLetterStore letters, InstantSource clock) {
    this.readings =
        new KeptReadings<>(
            of ->
                letters
                    .statistics(LetterFilter.ANY.withTenant(of.tenant()).withDataset(of.dataset()))
                    .cells(),
            clock);
  }

  /** Reads them on a schedule. */
  void start() {
    readings.start();
  }

  /**
   * @param dataset null: of all
   */
  ObjectNode of(@Nullable String dataset, DatasetStatistics.Wish wish) {
    KeptReadings.Reading<List<Cell>> reading =
        readings.of(new Of(wish.tenant(), dataset), wish.fresh());
    String only = wish.source();
    List<Cell> cells =
        only == null
            ? reading.value()
            : reading.value().stream().filter(cell -> cell.source().equals(only)).toList();
    LocalDate newest =
        reading.value().stream().map(Cell::day).max(LocalDate::compareTo).orElse(null);
    LocalDate today = LocalDate.ofInstant(reading.at(), ZoneOffset.UTC);
    Timeline.Days days = wish.range().days(newest, today);
    List<Cell> counted =
        days.whole() ? cells : cells.stream().filter(cell -> within(days, cell)).toList();
    ObjectNode stats = Json.object();
    stats.put("total", counted.stream().mapToLong(Cell::records).sum());
    write(stats.putArray("byCode"), "code", sums(counted, Cell::code));
    write(stats.putArray("byState"), "state", sums(counted, cell -> label(cell.state())));
    write(stats.putArray("bySource"), "source", sums(counted, Cell::source))
        .forEach(one -> ((ObjectNode) one).putObject("sums"));
    Timeline.write(stats, days, sums(cells, Cell::day));
    stats.put("generatedAt", Rfc3339.utc(reading.at()));
    return stats;
  }

  private static boolean within(Timeline.Days days, Cell cell) {
    return !cell.day().isBefore(days.from()) && !cell.day().isAfter(days.to());
  }

  private static String label(DeadLetter.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static <T extends Comparable<? super T>> Map<T, Long> sums(
      List<Cell> cells, Function<Cell, T> by) {
    return cells.stream()
        .collect(Collectors.groupingBy(by, TreeMap::new, Collectors.summingLong(Cell::records)));
  }

  private static ArrayNode write(ArrayNode into, String name, Map<String, Long> counts) {
    counts.forEach((value, count) -> into.addObject().put(name, value).put("count", count));
    return into;
  }

  @Override
  public void close() {
    readings.close();
  }
}

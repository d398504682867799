package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.record.Column;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Statistics of datasets as they are answered. */
final class DatasetStatistics implements AutoCloseable {
  private final KeptReadings<Of, DatasetFigures> readings;

  private record Of(String dataset, @Nullable String tenant) {}

  /**
   * What is asked for.
   *
   * @param tenant whose records; null: everybody's
   * @param source only this source's; null: all
   */
  record Wish(
      @Nullable String tenant, @Nullable String source, Timeline.Range range, boolean fresh) {}

  /**
   * @param datasets by name
   */
  DatasetStatistics(Map<String, Dataset> datasets, DatasetStore store, InstantSource clock) {
    this.readings =
        new KeptReadings<>(
            of -> {
              Dataset dataset = Objects.requireNonNull(datasets.get(of.dataset()));
              return new DatasetFigures(store.statistics(dataset, of.tenant()));
            },
            clock);
  }

  /** Reads them on a schedule. */
  void start() {
    readings.start();
  }

  ObjectNode of(Dataset dataset, Wish wish) {
    KeptReadings.Reading<DatasetFigures> reading =
        readings.of(new Of(dataset.name(), wish.tenant()), wish.fresh());
    DatasetFigures figures = reading.value();
    LocalDate today = LocalDate.ofInstant(reading.at(), ZoneOffset.UTC);
    Timeline.Days days = wish.range().days(figures.newest(), today);
    Map<String, DatasetFigures.Figure> sources = new TreeMap<>(figures.in(days));
    String only = wish.source();
    if (only != null) {
      sources.keySet().retainAll(List.of(only));
    }
    ObjectNode stats = Json.object();
    stats.put("total", sources.values().stream().mapToLong(DatasetFigures.Figure::count).sum());
    write(stats.putArray("bySource"), sources, dataset.all(Column.Role.SUM));
    Timeline.write(stats, days, figures.counts(days, only));
    stats.put("generatedAt", Rfc3339.utc(reading.at()));
    return stats;
  }

  private static void write(
      ArrayNode bySource, Map<String, DatasetFigures.Figure> sources, List<Column> columns) {
    sources.forEach((name, figure) -> {
      ObjectNode one = bySource.addObject();
      one.put("source", name);
      one.put("count", figure.count());
      ObjectNode sums = one.putObject("sums");
      for (Column column : columns) {
        sums.put(column.name(), plain(figure.sums().getOrDefault(column.name(), BigDecimal.ZERO)));
      }
    });
  }

  private static BigDecimal plain(BigDecimal sum) {
    BigDecimal stripped = sum.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  @Override
  public void close() {
    readings.close();
  }
}

package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.record.Column;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Statistics of datasets, read at most every five minutes unless somebody wants them fresh. */
final class DatasetStatistics {
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final DatasetStore store;
  private final InstantSource clock;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();

  DatasetStatistics(DatasetStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Reading(DatasetStore.Statistics statistics, Instant at) {}

  private static final class Source {
    long count;
    final Map<String, BigDecimal> sums = new LinkedHashMap<>();
  }

  ObjectNode of(Dataset dataset, @Nullable String tenant, Timeline.Range range, boolean fresh) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String key = dataset.name() + '\n' + tenant;
    Reading reading = readings.get(key);
    if (fresh || reading == null || reading.at().plus(KEPT).isBefore(now)) {
      reading = new Reading(store.statistics(dataset, tenant), now);
      if (tenant == null) {
        readings.put(key, reading);
      }
    }
    return json(dataset, reading, range);
  }

  private static ObjectNode json(Dataset dataset, Reading reading, Timeline.Range range) {
    long total = 0;
    Map<String, Source> sources = new TreeMap<>();
    Timeline timeline = new Timeline();
    for (DatasetStore.SourceDay cell : reading.statistics().sourceDays()) {
      total += cell.count();
      timeline.add(cell.day(), cell.count());
      Source source = sources.computeIfAbsent(cell.source(), unused -> new Source());
      source.count += cell.count();
      cell.sums()
          .forEach((name, sum) -> source.sums.merge(name, new BigDecimal(sum), BigDecimal::add));
    }
    ObjectNode stats = Json.object();
    stats.put("total", total);
    ArrayNode bySource = stats.putArray("bySource");
    sources.forEach((name, source) -> {
      ObjectNode one = bySource.addObject();
      one.put("source", name);
      one.put("count", source.count);
      ObjectNode sums = one.putObject("sums");
      for (Column column : dataset.all(Column.Role.SUM)) {
        sums.put(column.name(), plain(source.sums.getOrDefault(column.name(), BigDecimal.ZERO)));
      }
    });
    timeline.write(stats, range, LocalDate.ofInstant(reading.at(), ZoneOffset.UTC));
    stats.put("generatedAt", Rfc3339.utc(reading.at()));
    return stats;
  }

  private static BigDecimal plain(BigDecimal sum) {
    BigDecimal stripped = sum.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}

package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.SourceName;
import dev.sluice.record.Column;
import dev.sluice.record.TypedRow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changes in a dataset's statistics: counts and sums by source and UTC day.
 */
final class StatisticsDeltas {
  private final Dataset dataset;
  private final String tenant;
  private final Instant acceptedAt;
  private final int source;
  private final int time;
  private final List<Integer> sums = new ArrayList<>();
  private final Map<Cell, Delta> cells = new LinkedHashMap<>();

  /** What every row adds to a dataset without source, time and sums. */
  private final @Nullable Part plain;

  /** A day of a source. */
  record Cell(String source, LocalDate day) {}

  private static final class Delta {
    private long count;
    private final BigDecimal[] sums;

    Delta(int width) {
      sums = new BigDecimal[width];
      Arrays.fill(sums, BigDecimal.ZERO);
    }

    boolean isNothing() {
      return count == 0 && Arrays.stream(sums).allMatch(sum -> sum.signum() == 0);
    }
  }

  StatisticsDeltas(Dataset dataset, String tenant, Instant acceptedAt) {
    this.dataset = dataset;
    this.tenant = tenant;
    this.acceptedAt = acceptedAt;
    this.source = position(Column.Role.SOURCE);
    this.time = position(Column.Role.TIME);
    for (int i = 0; i < dataset.columns().size(); i++) {
      if (dataset.columns().get(i).is(Column.Role.SUM)) {
        sums.add(i);
      }
    }
    this.plain =
        source < 0 && time < 0 && sums.isEmpty() ? new Part(cell("", day(null)), List.of()) : null;
  }

  private int position(Column.Role role) {
    for (int i = 0; i < dataset.columns().size(); i++) {
      if (dataset.columns().get(i).is(role)) {
        return i;
      }
    }
    return -1;
  }

  /** What one row adds; it holds nothing of the row. */
  record Part(Cell cell, List<@Nullable BigDecimal> values) {}

  Part part(TypedRow row) {
    return plain != null
        ? plain
        : part(
            source < 0 ? null : row.value(source), time < 0 ? null : row.value(time), row::value);
  }

  private Part part(
      @Nullable Object from, @Nullable Object moment, IntFunction<@Nullable Object> values) {
    @Nullable BigDecimal[] summed = new @Nullable BigDecimal[sums.size()];
    for (int i = 0; i < summed.length; i++) {
      summed[i] = decimal(values.apply(sums.get(i)));
    }
    return new Part(cell(from == null ? "" : from.toString(), day(moment)), Arrays.asList(summed));
  }

  private static @Nullable BigDecimal decimal(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal number -> number;
      case Long number -> BigDecimal.valueOf(number);
      default -> new BigDecimal(value.toString());
    };
  }

  void add(Part part) {
    change(part, 1);
  }

  void add(Entry entry) {
    List<@Nullable Object> values = entry.accepted().values();
    add(
        part(
            source < 0 ? null : values.get(source),
            time < 0 ? null : values.get(time),
            values::get));
  }

  /** What a replaced row had added. */
  void remove(RowWriter.Row row) {
    Cell cell = cell(row.source() == null ? "" : row.source(), row.day());
    change(new Part(cell, row.sums()), -1);
  }

  private void change(Part part, int by) {
    Delta delta = cells.computeIfAbsent(part.cell(), key -> new Delta(sums.size()));
    delta.count += by;
    for (int i = 0; i < sums.size(); i++) {
      BigDecimal value = part.values().get(i);
      if (value != null) {
        delta.sums[i] = by > 0 ? delta.sums[i].add(value) : delta.sums[i].subtract(value);
      }
    }
  }

  private LocalDate day(@Nullable Object moment) {
    return switch (moment) {
      case OffsetDateTime at -> LocalDate.ofInstant(at.toInstant(), ZoneOffset.UTC);
      case LocalDate date -> date;
      case null, default -> LocalDate.ofInstant(acceptedAt, ZoneOffset.UTC);
    };
  }

  private static Cell cell(String from, LocalDate day) {
    String shown = PostgresText.storable(from);
    return new Cell(shown == null ? "" : SourceName.of(shown), day);
  }

  /** In the caller's transaction. */
  void write(Connection connection) throws SQLException {
    Pipeline alone = new Pipeline();
    write(alone);
    alone.run(connection);
  }

  /** With what else ends the transaction. */
  void write(Pipeline last) {
    cells.values().removeIf(Delta::isNothing);
    switch (cells.size()) {
      case 0 -> {}
      case 1 -> cells.forEach((cell, delta) -> writeOne(last, cell, delta));
      default -> writeAll(last);
    }
  }

  /** As nearly always: one source, and orders of one day. */
  private void writeOne(Pipeline last, Cell cell, Delta delta) {
    last.add(
        """
        insert into statistics_delta (dataset, tenant, source, day, count, sums)
        values (?, ?, ?, ?, ?, ?::jsonb)
        """,
        parameters ->
            parameters
                .text(dataset.name())
                .text(tenant)
                .text(cell.source())
                .object(cell.day())
                .number(delta.count)
                .text(json(delta)));
  }

  private void writeAll(Pipeline last) {
    int size = cells.size();
    String[] sources = new String[size];
    String[] days = new String[size];
    Long[] counts = new Long[size];
    String[] totals = new String[size];
    int i = 0;
    for (Map.Entry<Cell, Delta> each : cells.entrySet()) {
      sources[i] = each.getKey().source();
      days[i] = each.getKey().day().toString();
      counts[i] = each.getValue().count;
      totals[i] = json(each.getValue());
      i++;
    }
    last.add(
        """
        insert into statistics_delta (dataset, tenant, source, day, count, sums)
        select ?, ?, d.source, d.day, d.count, d.sums
        from unnest(?::text[], ?::date[], ?::bigint[], ?::jsonb[]) as d(source, day, count, sums)
        """,
        parameters ->
            parameters
                .text(dataset.name())
                .text(tenant)
                .array("text", sources)
                .array("date", days)
                .array("int8", counts)
                .array("jsonb", totals));
  }

  private String json(Delta delta) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < sums.size(); i++) {
      String name = dataset.columns().get(sums.get(i)).name();
      json.append(i == 0 ? "\"" : ",\"");
      json.append(name.replace("\\", "\\\\").replace("\"", "\\\"")).append("\":");
      json.append(delta.sums[i].toPlainString());
    }
    return json.append('}').toString();
  }
}

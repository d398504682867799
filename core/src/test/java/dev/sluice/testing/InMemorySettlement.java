package dev.sluice.testing;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.dataset.SourceName;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.record.Column;
import dev.sluice.record.FieldError;
import dev.sluice.record.Processed;
import dev.sluice.run.Counts;
import dev.sluice.run.NewBatch;
import dev.sluice.testing.InMemoryState.Cell;
import dev.sluice.testing.InMemoryState.Image;
import dev.sluice.testing.InMemoryState.Row;
import dev.sluice.testing.InMemoryState.Total;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Judges one entry after the other, which the database's set-wise settlement must agree with. */
final class InMemorySettlement {
  private final InMemoryState state;
  private final NewBatch batch;
  private final Instant acceptedAt;
  private final Dataset dataset;
  private final Map<UUID, Row> rows;
  private final boolean real;
  private final Instant now;
  private final InMemoryCorrections corrections;
  private Counts counts = Counts.ZERO;

  /**
   * @param rows where it lands
   * @param real that is the dataset, and not what a dry run goes by
   */
  InMemorySettlement(
      InMemoryState state,
      NewBatch batch,
      Instant acceptedAt,
      Dataset dataset,
      Map<UUID, Row> rows,
      boolean real,
      Instant now) {
    this.rows = rows;
    this.real = real;
    this.state = state;
    this.batch = batch;
    this.acceptedAt = acceptedAt;
    this.dataset = dataset;
    this.now = now;
    this.corrections = new InMemoryCorrections(state, batch, now);
  }

  Counts counts() {
    return counts;
  }

  List<Verdict> settle(List<Entry> entries) {
    @Nullable Verdict[] verdicts = new Verdict[entries.size()];
    for (int i : order(entries)) {
      Verdict verdict = judge(entries.get(i));
      counts = counts.plus(count(verdict));
      verdicts[i] = verdict;
    }
    List<Verdict> settled = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict != null) {
        settled.add(verdict);
      }
    }
    corrections.settle(entries, settled);
    return settled;
  }

  /**
   * As sent; where other content replaces a row the newest version first, and of equals the last.
   */
  private List<Integer> order(List<Entry> entries) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      order.add(i);
    }
    if (dataset.replaces()) {
      Collections.reverse(order);
      order.sort((a, b) -> compare(version(entries.get(b)), version(entries.get(a))));
    }
    return order;
  }

  private Verdict judge(Entry entry) {
    if (entry.processed() instanceof Processed.Rejected(List<FieldError> errors, String code)) {
      return letter(entry, code, errors, null);
    }
    if (new String(entry.original(), StandardCharsets.UTF_8).contains("\\u0000")) {
      // What PostgreSQL's text refuses, this store refuses too.
      return letter(entry, "value-refused", List.of(error("value-refused")), null);
    }
    UUID id = entry.accepted().id();
    Row row = rows.get(id);
    if (row == null) {
      put(entry);
      return new Verdict.Stored(id);
    }
    boolean same = Arrays.equals(row.fingerprint(), entry.accepted().fingerprint().sha256());
    if (dataset.replaces()) {
      boolean ownBatch = row.record().origin().batch().equals(batch.id());
      boolean newer =
          dataset.version() == null ? !ownBatch : compare(version(entry), row.version()) > 0;
      if (same || !newer) {
        return new Verdict.Duplicate(id, false);
      }
      replaced(row);
      put(entry);
      return new Verdict.Stored(id);
    }
    if (same || dataset.onConflict() == Dataset.OnConflict.KEEP) {
      return new Verdict.Duplicate(id, !same);
    }
    return letter(entry, "conflict", List.of(error("conflict")), id);
  }

  /** For the recount: a replaced row was stored once. */
  private void replaced(Row row) {
    if (!real) {
      return;
    }
    addToStatistics(state, dataset, row, BigDecimal.ONE.negate());
    state.images.add(new Image(dataset.name(), batch.id(), row, now));
    var run = state.runs.get(row.record().origin().run());
    if (run != null) {
      run.removedRows++;
    }
  }

  private static FieldError error(String code) {
    return new FieldError(code, "", null, code, code);
  }

  private Verdict letter(
      Entry entry, String code, List<FieldError> errors, @Nullable UUID conflicting) {
    DeadLetter held = corrections.held(entry);
    if (held != null && !held.whole()) {
      return verdict(held.id(), errors, conflicting);
    }
    NewBatch origin = held == null ? batch : corrections.origin(held);
    String identity = InMemoryLetters.identity(origin, entry, code);
    UUID known = state.identities.get(identity);
    if (known != null) {
      return new Verdict.Resent(verdict(known, errors, conflicting));
    }
    UUID id = new InMemoryLetters(state).add(origin, entry, code, errors, now);
    state.identities.put(identity, id);
    return verdict(id, errors, conflicting);
  }

  private static Verdict verdict(UUID letter, List<FieldError> errors, @Nullable UUID conflicting) {
    return conflicting == null
        ? new Verdict.Rejected(letter, errors)
        : new Verdict.Conflict(conflicting, letter, errors);
  }

  private void put(Entry entry) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    Instant time = acceptedAt;
    for (int i = 0; i < dataset.columns().size(); i++) {
      Column column = dataset.columns().get(i);
      Object value = entry.accepted().values().get(i);
      switch (value) {
        case null -> {}
        case Long number -> columns.put(column.name(), number);
        case BigDecimal number -> columns.put(column.name(), number.stripTrailingZeros());
        case OffsetDateTime at -> {
          columns.put(column.name(), Rfc3339.utc(at.toInstant()));
          time = column.is(Column.Role.TIME) ? at.toInstant() : time;
        }
        default -> columns.put(column.name(), value.toString());
      }
    }
    var fingerprint = entry.accepted().fingerprint();
    StoredRecord record =
        new StoredRecord(
            entry.accepted().id(),
            batch.key().tenant(),
            columns,
            time,
            now,
            HexFormat.of().formatHex(fingerprint.sha256()),
            HexFormat.of().formatHex(fingerprint.md5()),
            new StoredRecord.Origin(batch.run(), batch.id(), entry.row(), entry.correlation()));
    Row row = new Row(record, fingerprint.sha256(), version(entry), acceptedAt);
    rows.put(record.id(), row);
    if (real) {
      addToStatistics(state, dataset, row, BigDecimal.ONE);
    }
  }

  static void addToStatistics(InMemoryState state, Dataset dataset, Row row, BigDecimal sign) {
    String source =
        dataset
            .with(Column.Role.SOURCE)
            .map(column -> row.record().columns().path(column.name()).asString(""))
            .map(SourceName::of)
            .orElse("");
    LocalDate day = LocalDate.ofInstant(row.record().time(), ZoneOffset.UTC);
    Map<String, BigDecimal> sums = new HashMap<>();
    for (Column column : dataset.all(Column.Role.SUM)) {
      sums.put(
          column.name(),
          row.record().columns().path(column.name()).decimalValue(BigDecimal.ZERO).multiply(sign));
    }
    state.statistics.merge(
        new Cell(dataset.name(), row.record().tenant(), source, day),
        new Total(sign.longValueExact(), sums),
        InMemorySettlement::added);
  }

  private static Total added(Total one, Total other) {
    Map<String, BigDecimal> sums = new HashMap<>(one.sums());
    other.sums().forEach((name, sum) -> sums.merge(name, sum, BigDecimal::add));
    return new Total(one.count() + other.count(), sums);
  }

  private @Nullable Object version(Entry entry) {
    for (int i = 0; i < dataset.columns().size(); i++) {
      if (dataset.columns().get(i).name().equals(dataset.version())
          && entry.processed() instanceof Processed.Accepted accepted) {
        return accepted.values().get(i);
      }
    }
    return null;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return (one == null ? 0 : 1) - (other == null ? 0 : 1);
    }
    return ((Comparable) one).compareTo(other);
  }

  private static Counts count(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Stored v -> new Counts(1, 1, 0, 0, 0, 0);
      case Verdict.Duplicate v -> new Counts(1, 0, 1, v.changed() ? 1 : 0, 0, 0);
      case Verdict.Resent v -> new Counts(1, 0, 1, 0, 0, 0);
      case Verdict.Conflict v -> new Counts(1, 0, 0, 0, 1, 0);
      case Verdict.Rejected v -> new Counts(1, 0, 0, 0, 1, 0);
      case Verdict.Accepted v -> throw new IllegalStateException("not a settled verdict");
    };
  }
}

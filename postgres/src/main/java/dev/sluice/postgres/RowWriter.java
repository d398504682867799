package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.record.Column;
import dev.sluice.record.ColumnType;
import dev.sluice.run.NewBatch;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one batch, one array per column, and finds what the database refuses. */
final class RowWriter {
  private final Attempt attempt;
  private final Connection connection;
  private final NewBatch batch;
  private final Instant acceptedAt;
  private final DatasetTable table;

  RowWriter(Attempt attempt, NewBatch batch, Instant acceptedAt, DatasetTable table) {
    this.attempt = attempt;
    this.connection = attempt.connection();
    this.batch = batch;
    this.acceptedAt = acceptedAt;
    this.table = table;
  }

  /**
   * @param existing not written: the id is there already
   * @param refused by the database, with the SQLSTATE
   */
  record Written(List<Entry> written, List<Entry> existing, Map<Entry, String> refused) {}

  /**
   * A row that is there already.
   *
   * @param day it counts under in statistics
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by same() alone
  record Row(
      UUID id,
      byte[] fingerprint,
      @Nullable Object version,
      @Nullable String source,
      LocalDate day,
      List<@Nullable BigDecimal> sums) {

    boolean same(Entry entry) {
      return Arrays.equals(fingerprint, entry.accepted().fingerprint().sha256());
    }
  }

  /**
   * Inserts rows whose ids are new with what the transaction ends with. Where one is not new, or
   * another transaction inserts it at the same time, that fails as for refused data, and is to be
   * repeated with more care. In id order, so that concurrent batches cannot deadlock.
   */
  void insertAtTheEnd(List<Entry> entries) {
    if (!entries.isEmpty()) {
      attempt.last().add(table.insert(), parameters -> bind(parameters, sorted(entries)));
    }
  }

  /** Inserts those whose id is new. */
  Written insertNew(List<Entry> entries) throws SQLException {
    return write(sorted(entries), table.insertNew());
  }

  /** Replaces rows that {@link #existing} has locked, and keeps their images. */
  Written replace(List<Entry> entries) throws SQLException {
    keepImages(entries);
    return write(sorted(entries), table.update());
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparing((Entry entry) -> entry.accepted().id()))
        .toList();
  }

  private Written write(List<Entry> entries, String sql) throws SQLException {
    if (!attempt.bisects()) {
      return written(entries, execute(entries, sql));
    }
    Written result = new Written(new ArrayList<>(), new ArrayList<>(), new IdentityHashMap<>());
    bisect(entries, sql, result);
    return result;
  }

  /** Halves what is refused until the guilty record stands alone; its neighbours are written. */
  private void bisect(List<Entry> entries, String sql, Written result) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Written all = written(entries, execute(entries, sql));
      result.written().addAll(all.written());
      result.existing().addAll(all.existing());
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!Faults.isData(e)) {
        throw e;
      }
      connection.rollback(before);
      connection.releaseSavepoint(before);
      if (entries.size() == 1) {
        result.refused().put(entries.getFirst(), String.valueOf(e.getSQLState()));
        return;
      }
      int middle = entries.size() / 2;
      bisect(entries.subList(0, middle), sql, result);
      bisect(entries.subList(middle, entries.size()), sql, result);
    }
  }

  private static Written written(List<Entry> entries, Set<UUID> ids) {
    List<Entry> written = new ArrayList<>(entries.size());
    List<Entry> existing = new ArrayList<>();
    for (Entry entry : entries) {
      (ids.contains(entry.accepted().id()) ? written : existing).add(entry);
    }
    return new Written(written, existing, Map.of());
  }

  private Set<UUID> execute(List<Entry> entries, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(new Pipeline.Parameters(statement), entries);
      return ids(statement);
    }
  }

  /** As {@link DatasetTable#insert} has them. */
  private void bind(Pipeline.Parameters to, List<Entry> entries) throws SQLException {
    int size = entries.size();
    UUID[] ids = new UUID[size];
    Integer[] rows = new Integer[size];
    String[] correlations = new String[size];
    byte[][] fingerprints = new byte[size][];
    byte[][] md5s = new byte[size][];
    for (int i = 0; i < size; i++) {
      Entry entry = entries.get(i);
      ids[i] = entry.accepted().id();
      rows[i] = entry.row();
      correlations[i] = entry.correlation();
      fingerprints[i] = entry.accepted().fingerprint().sha256();
      md5s[i] = entry.accepted().fingerprint().md5();
    }
    to.text(batch.key().tenant())
        .object(batch.run())
        .object(batch.id())
        .object(Columns.bindable(acceptedAt))
        .array(BinaryArray.of(connection, ids))
        .array("int4", rows)
        .array("text", correlations)
        .array("bytea", fingerprints)
        .array("bytea", md5s);
    List<Column> columns = table.dataset().columns();
    for (int i = 0; i < columns.size(); i++) {
      List<@Nullable Object> values = new ArrayList<>(size);
      for (Entry entry : entries) {
        values.add(entry.accepted().values().get(i));
      }
      to.array(BinaryArray.of(connection, columns.get(i), values));
    }
  }

  private static Set<UUID> ids(PreparedStatement statement) throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ids.add(row.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  /** Rows with the ids of these entries; locked where they may be replaced. */
  Map<UUID, Row> existing(List<Entry> entries, boolean lock) throws SQLException {
    Dataset dataset = table.dataset();
    String version = dataset.version() == null ? "null" : DatasetTable.quoted(dataset.version());
    StringBuilder sql = new StringBuilder("select _id, _fingerprint, ").append(version);
    sql.append(dataset.with(Column.Role.SOURCE).map(c -> ", " + text(c)).orElse(", null::text"));
    sql.append(", ").append(table.statisticsDay()).append(" as _day");
    dataset.all(Column.Role.SUM).forEach(c -> sql.append(", ").append(text(c)));
    sql.append(" from ").append(table.name()).append(" where _id = any(?) order by _id");
    sql.append(lock ? " for update" : "");
    try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
      Plans.anew(select);
      UUID[] ids = entries.stream().map(entry -> entry.accepted().id()).toArray(UUID[]::new);
      select.setArray(1, BinaryArray.of(connection, ids));
      Map<UUID, Row> rows = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Row found = row(row);
          rows.put(found.id(), found);
        }
      }
      return rows;
    }
  }

  private Row row(ResultSet row) throws SQLException {
    Dataset dataset = table.dataset();
    List<@Nullable BigDecimal> sums = new ArrayList<>();
    for (int i = 0; i < dataset.all(Column.Role.SUM).size(); i++) {
      String text = row.getString(6 + i);
      sums.add(text == null ? null : new BigDecimal(text));
    }
    return new Row(
        row.getObject(1, UUID.class),
        row.getBytes(2),
        version(row),
        row.getString(4),
        row.getObject("_day", LocalDate.class),
        sums);
  }

  private @Nullable Object version(ResultSet row) throws SQLException {
    String name = table.dataset().version();
    if (name == null) {
      return null;
    }
    ColumnType type = table.dataset().column(name).orElseThrow().type();
    return switch (type) {
      case BIGINT -> row.getObject(3, Long.class);
      case NUMERIC -> row.getBigDecimal(3);
      case TIMESTAMPTZ -> row.getObject(3, java.time.OffsetDateTime.class);
      case DATE -> row.getObject(3, java.time.LocalDate.class);
      case TEXT, BOOLEAN, UUID, JSONB -> row.getString(3);
    };
  }

  private static String text(Column column) {
    return DatasetTable.quoted(column.name()) + "::text";
  }

  /** The table's name is one that no column has: {@code to_jsonb} would take that for the row. */
  private void keepImages(List<Entry> entries) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into before_image (dataset, id, by_batch, old_run, old_batch, image)"
                + " select ?, _t._id, ?, _t._run, _t._batch, to_jsonb(_t) from "
                + table.name()
                + " _t where _t._id = any(?)")) {
      insert.setString(1, table.dataset().name());
      insert.setObject(2, batch.id());
      UUID[] ids = entries.stream().map(entry -> entry.accepted().id()).toArray(UUID[]::new);
      insert.setArray(3, BinaryArray.of(connection, ids));
      insert.executeUpdate();
    }
  }
}

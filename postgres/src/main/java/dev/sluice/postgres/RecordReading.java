package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.record.Column;
import dev.sluice.record.Fingerprint;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a dataset's records. */
final class RecordReading {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final List<String> REACHES = List.of("1 hour", "30 days");

  Optional<StoredRecord> find(
      Connection connection, DatasetTable table, @Nullable String tenant, UUID id)
      throws SQLException {
    String sql = select(table) + " where t._id = ? and (?::text is null or t._tenant = ?)";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, id);
      select.setString(2, tenant);
      select.setString(3, tenant);
      return read(select, table).stream().findFirst();
    }
  }

  /**
   * Without an index in the list's order, the newest are looked for among the newest first, where
   * block ranges keep the look short.
   */
  List<StoredRecord> list(Connection connection, DatasetTable table, DatasetStore.Filter filter)
      throws SQLException {
    if (table.listedByAcceptance() && filter.from() == null) {
      for (String reach : REACHES) {
        List<StoredRecord> newest = list(connection, table, filter, reach);
        if (newest.size() == filter.limit()) {
          return newest;
        }
      }
    }
    return list(connection, table, filter, null);
  }

  private static List<StoredRecord> list(
      Connection connection, DatasetTable table, DatasetStore.Filter filter, @Nullable String reach)
      throws SQLException {
    StringBuilder sql = new StringBuilder(select(table)).append(" where true");
    List<@Nullable Object> values = new ArrayList<>();
    if (filter.tenant() != null) {
      sql.append(" and t._tenant = ?");
      values.add(filter.tenant());
    }
    for (Map.Entry<String, String> equal : filter.equal().entrySet()) {
      Column column = table.dataset().column(equal.getKey()).orElseThrow();
      sql.append(" and t.").append(DatasetTable.quoted(column.name()));
      sql.append(" = ?::").append(column.sqlType());
      values.add(equal.getValue());
    }
    String listedBy = "t." + table.listedBy();
    if (filter.from() != null) {
      sql.append(" and ").append(listedBy).append(" >= ?");
      values.add(bindable(filter.from()));
    }
    if (filter.to() != null) {
      sql.append(" and ").append(listedBy).append(" < ?");
      values.add(bindable(filter.to()));
    }
    if (reach != null) {
      sql.append(" and ")
          .append(listedBy)
          .append(" >= coalesce(?::timestamptz, now()) - ?::interval");
      values.add(until(filter));
      values.add(reach);
    }
    if (filter.after() != null) {
      sql.append(" and (").append(listedBy).append(", t._id) < (?, ?)");
      values.add(bindable(filter.after().time()));
      values.add(filter.after().id());
    }
    sql.append(" order by ").append(listedBy).append(" desc, t._id desc limit ?");
    values.add(filter.limit());
    try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      return read(select, table);
    }
  }

  private static @Nullable OffsetDateTime until(DatasetStore.Filter filter) {
    Instant until = filter.after() != null ? filter.after().time() : filter.to();
    return until == null ? null : bindable(until);
  }

  private static OffsetDateTime bindable(Instant instant) {
    return instant.atOffset(java.time.ZoneOffset.UTC);
  }

  private static String select(DatasetTable table) {
    return "select t._id, t._tenant, t._run, t._batch, t._row, coalesce(t._correlation,"
        + " (select correlation from import where import.run = t._run), '') as _correlation,"
        + " t._fingerprint, t._md5, t._processed_at, t."
        + table.listedBy()
        + " as _listed, "
        + table.selectedColumns()
        + " from "
        + table.name()
        + " t";
  }

  private static List<StoredRecord> read(PreparedStatement select, DatasetTable table)
      throws SQLException {
    List<StoredRecord> records = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        records.add(record(row, table.dataset()));
      }
    }
    return records;
  }

  private static StoredRecord record(ResultSet row, Dataset dataset) throws SQLException {
    ObjectNode columns = JSON.createObjectNode();
    for (int i = 0; i < dataset.columns().size(); i++) {
      put(columns, dataset.columns().get(i), row, 11 + i);
    }
    Fingerprint fingerprint = fingerprint(row, dataset, columns);
    return new StoredRecord(
        row.getObject("_id", UUID.class),
        row.getString("_tenant"),
        columns,
        Columns.instant(row, "_listed"),
        Columns.instant(row, "_processed_at"),
        HexFormat.of().formatHex(fingerprint.sha256()),
        HexFormat.of().formatHex(fingerprint.md5()),
        new StoredRecord.Origin(
            row.getObject("_run", UUID.class),
            row.getObject("_batch", UUID.class),
            row.getInt("_row"),
            row.getString("_correlation")));
  }

  /** Rows of a bulk load without a key keep none; theirs is that of their columns. */
  private static Fingerprint fingerprint(ResultSet row, Dataset dataset, ObjectNode columns)
      throws SQLException {
    byte[] sha256 = row.getBytes("_fingerprint");
    byte[] md5 = row.getBytes("_md5");
    if (sha256 != null && md5 != null) {
      return new Fingerprint(sha256, md5);
    }
    ObjectNode business = columns.deepCopy();
    dataset.columns().stream()
        .filter(Column::filledByPlatform)
        .forEach(column -> business.remove(column.name()));
    return Fingerprint.of(business);
  }

  private static void put(ObjectNode columns, Column column, ResultSet row, int position)
      throws SQLException {
    if (row.getObject(position) == null) {
      return;
    }
    String name = column.name();
    switch (column.type()) {
      case TEXT, UUID, DATE -> columns.put(name, row.getString(position));
      case BIGINT -> columns.put(name, row.getLong(position));
      case NUMERIC -> columns.put(name, plain(row.getBigDecimal(position)));
      case BOOLEAN -> columns.put(name, row.getBoolean(position));
      case TIMESTAMPTZ ->
          columns.put(name, Rfc3339.utc(row.getObject(position, OffsetDateTime.class).toInstant()));
      case JSONB -> columns.set(name, JSON.readTree(row.getString(position)));
    }
  }

  /** As a person would write it: numeric(38,4) gives 149.9500 for 149.95. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}

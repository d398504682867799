package dev.sluice.postgres;

import dev.sluice.sequence.Numbers;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.Sender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of table {@code sender}, within the caller's transaction. */
final class SenderTable {
  private final Connection connection;

  SenderTable(Connection connection) {
    this.connection = connection;
  }

  /** Those of these keys that are known. */
  List<Sender> find(Collection<Seen.SenderKey> keys) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select s.* from unnest(?::text[], ?::text[], ?::text[]) as k(tenant, feed, source)
            join sender s using (tenant, feed, source)
            """)) {
      select.setArray(1, texts(keys.stream().map(Seen.SenderKey::tenant).toList()));
      select.setArray(2, texts(keys.stream().map(Seen.SenderKey::feed).toList()));
      select.setArray(3, texts(keys.stream().map(Seen.SenderKey::source).toList()));
      return read(select);
    }
  }

  private java.sql.Array texts(List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  static List<Sender> read(PreparedStatement select) throws SQLException {
    List<Sender> senders = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        senders.add(
            new Sender(
                row.getString("tenant"),
                row.getString("feed"),
                row.getString("source"),
                numbers(row),
                Columns.instant(row, "last_at")));
      }
    }
    return senders;
  }

  private static @Nullable Numbers numbers(ResultSet row) throws SQLException {
    Long lowest = row.getObject("lowest", Long.class);
    if (lowest == null) {
      return null;
    }
    return new Numbers(
        lowest,
        row.getLong("highest"),
        ranges(row.getString("missing")),
        row.getObject("floor", Long.class),
        row.getLong("forgotten"),
        row.getLong("repeated"),
        row.getLong("late"));
  }

  /** What is not there is made. */
  void write(Collection<Sender> senders) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into sender (tenant, feed, source, last_at, lowest, highest, missing, floor,
                                forgotten, repeated, late)
            values (?, ?, ?, ?, ?, ?, ?::int8multirange, ?, ?, ?, ?)
            on conflict (tenant, feed, source) do update
            set last_at = excluded.last_at, lowest = excluded.lowest, highest = excluded.highest,
                missing = excluded.missing, floor = excluded.floor,
                forgotten = excluded.forgotten, repeated = excluded.repeated,
                late = excluded.late
            """)) {
      for (Sender sender : senders) {
        Numbers numbers = sender.numbers();
        upsert.setString(1, sender.tenant());
        upsert.setString(2, sender.feed());
        upsert.setString(3, sender.source());
        upsert.setObject(4, Columns.bindable(sender.lastAt()));
        upsert.setObject(5, numbers == null ? null : numbers.lowest());
        upsert.setObject(6, numbers == null ? null : numbers.highest());
        upsert.setString(7, numbers == null ? "{}" : text(numbers.missing()));
        upsert.setObject(8, numbers == null ? null : numbers.floor());
        upsert.setLong(9, numbers == null ? 0 : numbers.forgotten());
        upsert.setLong(10, numbers == null ? 0 : numbers.repeated());
        upsert.setLong(11, numbers == null ? 0 : numbers.late());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /** A multirange's text: {@code {[3,4],[9,9]}}. */
  static String text(List<Range> ranges) {
    StringBuilder text = new StringBuilder("{");
    for (Range range : ranges) {
      text.append(text.length() == 1 ? "[" : ",[");
      text.append(range.first()).append(',').append(range.last()).append(']');
    }
    return text.append('}').toString();
  }

  /** Of PostgreSQL's own form, {@code {[3,5),[9,10)}}. */
  static List<Range> ranges(String text) {
    List<Range> ranges = new ArrayList<>();
    int from = 1;
    while (from < text.length() - 1) {
      int comma = text.indexOf(',', from);
      int end = text.indexOf(')', comma);
      long first = Long.parseLong(text, from + 1, comma, 10);
      ranges.add(new Range(first, Long.parseLong(text, comma + 1, end, 10) - 1));
      from = end + 2;
    }
    return ranges;
  }
}

package dev.sluice.postgres;

import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a letter's row. */
final class LetterRow {
  /** Everything but the bytes; {@code d} and {@code r} are the letter and its run. */
  static final String COLUMNS =
      """
      d.id, d.tenant, d.kind, d.name, coalesce(r.period, '') as period, d.run, d.batch, d.dataset,
      d.cause, d.code, d.source, d.row_number, d.records, d.errors, length(d.original) as size,
      d.definition, d.correlation, d.state, d.created_at, d.edited_at, d.replays, d.version,
      d.resolution, d.resolved_at, d.record, d.reason
      """;

  static final String SELECT =
      "select " + COLUMNS + "from dead_letter d left join run r on r.id = d.run\n";

  private LetterRow() {}

  static Optional<DeadLetter> find(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + "where d.id = ?")) {
      select.setObject(1, id);
      return letters(select).stream().findFirst();
    }
  }

  static List<DeadLetter> letters(PreparedStatement select) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        letters.add(letter(row));
      }
    }
    return letters;
  }

  static DeadLetter letter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getObject("id", UUID.class),
        Columns.runKey(row),
        row.getObject("run", UUID.class),
        row.getObject("batch", UUID.class),
        row.getString("dataset"),
        DeadLetter.Cause.valueOf(row.getString("cause")),
        row.getString("code"),
        row.getString("source"),
        row.getInt("row_number"),
        row.getInt("records"),
        ErrorsJson.read(row.getString("errors")),
        row.getInt("size"),
        row.getString("definition"),
        row.getString("correlation"),
        DeadLetter.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "edited_at"),
        row.getInt("replays"),
        row.getLong("version"),
        resolution(row));
  }

  private static DeadLetter.@Nullable Resolution resolution(ResultSet row) throws SQLException {
    String how = row.getString("resolution");
    Instant at = Columns.instantOrNull(row, "resolved_at");
    if (how == null || at == null) {
      return null;
    }
    return new DeadLetter.Resolution(
        DeadLetter.Resolution.How.valueOf(how.toUpperCase(Locale.ROOT)),
        at,
        row.getObject("record", UUID.class),
        row.getString("reason"));
  }

  /** Of columns {@code original} and {@code payload}. */
  static Content content(ResultSet row) throws SQLException {
    return new Content(row.getBytes("original"), row.getBytes("payload"));
  }
}

package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads and binds what many rows have; points in time, whatever time zone the session has. */
final class Columns {
  private Columns() {}

  static RunKey runKey(ResultSet row) throws SQLException {
    return new RunKey(
        row.getString("tenant"),
        RunKind.of(row.getString("kind")),
        row.getString("name"),
        row.getString("period"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return requireNonNull(instantOrNull(row, column), column);
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static @Nullable OffsetDateTime bindable(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}

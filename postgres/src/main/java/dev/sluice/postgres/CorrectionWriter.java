package dev.sluice.postgres;

import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what one batch made of the letters it corrects, within its settling transaction. */
final class CorrectionWriter {
  private final Connection connection;
  private final NewBatch batch;

  CorrectionWriter(Connection connection, NewBatch batch) {
    this.connection = connection;
    this.batch = batch;
  }

  /** The tries themselves, whether a claim noted them before or not. */
  void note(Collection<Corrections.Tally> tallies) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into correction (batch, run, letter, records, stored, duplicate, rejected,
                                    record, code, errors, settled_at)
            select ?, ?, t.*, now()
            from unnest(?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[], ?::uuid[], ?::text[],
                        ?::jsonb[])
              as t(letter, records, stored, duplicate, rejected, record, code, errors)
            on conflict (batch, letter) do update set
              stored = excluded.stored, duplicate = excluded.duplicate,
              rejected = excluded.rejected, record = excluded.record, code = excluded.code,
              errors = excluded.errors, settled_at = excluded.settled_at
            """)) {
      upsert.setObject(1, batch.id());
      upsert.setObject(2, batch.run());
      bind(upsert, 3, "uuid", tallies, tally -> tally.held.letter());
      bind(upsert, 4, "int4", tallies, tally -> tally.held.records());
      bind(upsert, 5, "int4", tallies, tally -> tally.stored);
      bind(upsert, 6, "int4", tallies, tally -> tally.duplicate);
      bind(upsert, 7, "int4", tallies, tally -> tally.rejected);
      bind(upsert, 8, "uuid", tallies, CorrectionWriter::record);
      bind(upsert, 9, "text", tallies, tally -> of(tally.failure, Letter::code));
      bind(upsert, 10, "jsonb", tallies, tally -> of(tally.failure, CorrectionWriter::errors));
      upsert.executeUpdate();
    }
  }

  /** A whole batch keeps the records that landed; each other one is a letter of its own now. */
  void resolve(List<Corrections.Tally> tallies) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update dead_letter d set state = 'resolved', resolution = t.resolution,
                   resolved_at = now(), record = t.record, records = d.records - t.split,
                   held_by = null, replays = d.replays + 1, version = d.version + 1
            from unnest(?::uuid[], ?::text[], ?::uuid[], ?::int[])
              as t(letter, resolution, record, split)
            where d.id = t.letter
            """)) {
      bind(update, 1, "uuid", tallies, tally -> tally.held.letter());
      bind(update, 2, "text", tallies, CorrectionWriter::resolution);
      bind(update, 3, "uuid", tallies, CorrectionWriter::record);
      bind(update, 4, "int4", tallies, tally -> tally.rejected);
      update.executeUpdate();
    }
  }

  private static String resolution(Corrections.Tally tally) {
    if (tally.stored > 0) {
      return "stored";
    }
    return tally.duplicate > 0 ? "duplicate" : "split";
  }

  void reopen(List<Corrections.Tally> tallies) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update dead_letter d set state = 'open', held_by = null, code = t.code,
                   errors = t.errors, source = coalesce(t.source, d.source), definition = ?,
                   replays = d.replays + 1, version = d.version + 1
            from unnest(?::uuid[], ?::text[], ?::jsonb[], ?::text[])
              as t(letter, code, errors, source)
            where d.id = t.letter
            """)) {
      update.setString(1, batch.definition());
      bind(update, 2, "uuid", tallies, tally -> tally.held.letter());
      bind(update, 3, "text", tallies, tally -> of(tally.failure, Letter::code));
      bind(update, 4, "jsonb", tallies, tally -> of(tally.failure, CorrectionWriter::errors));
      bind(update, 5, "text", tallies, tally -> of(tally.failure, CorrectionWriter::source));
      update.executeUpdate();
    }
  }

  private static @Nullable UUID record(Corrections.Tally tally) {
    return tally.held.whole() ? null : tally.record;
  }

  private static String errors(Letter letter) {
    return ErrorsJson.write(letter.errors());
  }

  private static @Nullable String source(Letter letter) {
    return PostgresText.storable(letter.entry().source());
  }

  private static @Nullable String of(
      @Nullable Letter letter, Function<Letter, @Nullable String> part) {
    return letter == null ? null : part.apply(letter);
  }

  private void bind(
      PreparedStatement statement,
      int parameter,
      String type,
      Collection<Corrections.Tally> tallies,
      Function<Corrections.Tally, @Nullable Object> value)
      throws SQLException {
    @Nullable Object[] values = tallies.stream().map(value).toArray();
    statement.setArray(parameter, connection.createArrayOf(type, values));
  }
}

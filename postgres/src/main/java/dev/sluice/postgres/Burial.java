package dev.sluice.postgres;

import dev.sluice.record.FieldError;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Settles a whole batch as one dead letter that keeps its payload and counts all its records. The
 * letters that a replay's batch holds are open again instead, since they are letters already.
 */
final class Burial {
  private Burial() {}

  /** Returns false, with nothing changed, where the lease is no longer this epoch's. */
  static boolean bury(
      Connection connection, UUID batch, long epoch, UUID letter, String code, String reason)
      throws SQLException {
    return switch (kind(connection, batch, epoch)) {
      case null -> false;
      case REPLAY -> giveBack(connection, batch, code, reason);
      default -> burial(connection, batch, epoch, letter, code, reason);
    };
  }

  /** The batch's kind; null where the lease is no longer this epoch's. It stays locked. */
  private static @Nullable RunKind kind(Connection connection, UUID batch, long epoch)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select kind from batch where id = ? and epoch = ? and state = 'leased' for update")) {
      select.setObject(1, batch);
      select.setLong(2, epoch);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? RunKind.of(row.getString(1)) : null;
      }
    }
  }

  private static boolean giveBack(Connection connection, UUID batch, String code, String reason)
      throws SQLException {
    FieldError error =
        new FieldError(code, "", null, reason, "mend the cause, then replay the letter again");
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with tries as (
              update correction set dead = records, code = ?, errors = ?::jsonb, settled_at = now()
              where batch = ? and settled_at is null
              returning letter
            ), letters as (
              update dead_letter set state = 'open', held_by = null, replays = replays + 1,
                     version = version + 1
              where id in (select letter from tries) and held_by = ?
              returning 1
            )
            update batch set state = 'settled', dead = received, failure = ?, settled_at = now(),
                   payload = null, owner = null, lease_until = null
            where id = ?
            """)) {
      statement.setString(1, code);
      statement.setString(2, ErrorsJson.write(List.of(error)));
      statement.setObject(3, batch);
      statement.setObject(4, batch);
      statement.setString(5, reason);
      statement.setObject(6, batch);
      return statement.executeUpdate() == 1;
    }
  }

  private static boolean burial(
      Connection connection, UUID batch, long epoch, UUID letter, String code, String reason)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with gone as (
              select * from batch where id = ? and epoch = ? and state = 'leased' for update
            ), letter as (
              insert into dead_letter (id, tenant, kind, name, dataset, cause, code, run, batch,
                                       row_number, records, errors, original, definition,
                                       correlation, identity)
              select ?, tenant, kind, name, dataset, 'EXHAUSTED', ?, run, id,
                     coalesce(first_row, 0), received,
                     jsonb_build_array(jsonb_build_object('code', ?::text, 'field', '',
                       'value', null, 'message', ?::text,
                       'hint', 'mend the cause, then replay the batch')),
                     coalesce(payload, convert_to(jsonb_build_object('object', object,
                       'offset', from_byte, 'length', byte_count, 'firstRow', first_row,
                       'firstLine', first_line)::text, 'UTF8')),
                     definition, correlation, sha256(('batch:' || id)::bytea)
              from gone
            )
            update batch set state = 'settled', dead = batch.received, failure = ?,
                   settled_at = now(), payload = null, owner = null, lease_until = null
            from gone where batch.id = gone.id
            returning batch.lane
            """)) {
      statement.setObject(1, batch);
      statement.setLong(2, epoch);
      statement.setObject(3, letter);
      statement.setString(4, code);
      statement.setString(5, code);
      statement.setString(6, reason);
      statement.setString(7, reason);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        Lane.leave(connection, row.getString(1));
        return true;
      }
    }
  }

  /**
   * Settles a batch that somebody stopped, whatever its state; its letter is resolved at once, and
   * whoever holds its lease loses it.
   */
  static void cancel(Connection connection, UUID batch, UUID letter) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with gone as (
              select * from batch where id = ? and state <> 'settled' for update
            ), letter as (
              insert into dead_letter (id, tenant, kind, name, dataset, cause, code, run, batch,
                                       row_number, records, errors, original, definition,
                                       correlation, identity, state, resolution, reason,
                                       resolved_at)
              select ?, tenant, kind, name, dataset, 'EXHAUSTED', 'cancelled', run, id,
                     coalesce(first_row, 0), received,
                     jsonb_build_array(jsonb_build_object('code', 'cancelled', 'field', '',
                       'value', null, 'message', 'the import was cancelled before these rows',
                       'hint', 'import the file again to have them')),
                     coalesce(payload, convert_to(jsonb_build_object('object', object,
                       'offset', from_byte, 'length', byte_count, 'firstRow', first_row,
                       'firstLine', first_line)::text, 'UTF8')),
                     definition, correlation, sha256(('batch:' || id)::bytea), 'resolved',
                     'dismissed', 'the import was cancelled', now()
              from gone
            )
            update batch set state = 'settled', epoch = batch.epoch + 1, dead = batch.received,
                   failure = 'cancelled', settled_at = now(), payload = null, owner = null,
                   lease_until = null
            from gone where batch.id = gone.id
            """)) {
      statement.setObject(1, batch);
      statement.setObject(2, letter);
      statement.executeUpdate();
    }
  }
}

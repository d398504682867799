package dev.sluice.postgres;

import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** The batch's row within a settling transaction. */
final class BatchRow {
  private BatchRow() {}

  enum Hold {
    HELD,
    SETTLED,
    STALE
  }

  /** The compare of rule 2; the row stays locked until the transaction ends. */
  static Hold lock(Connection connection, UUID batch, long epoch) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select state, epoch from batch where id = ? for update")) {
      select.setObject(1, batch);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Hold.STALE;
        }
        if (row.getLong("epoch") != epoch) {
          return Hold.STALE;
        }
        return switch (row.getString("state")) {
          case "settled" -> Hold.SETTLED;
          case "leased" -> Hold.HELD;
          default -> Hold.STALE;
        };
      }
    }
  }

  static void markSettled(Connection connection, UUID batch, Settlement.Settled settled)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update batch set state = 'settled', stored = ?, duplicate = ?, changed = ?,
                   rejected = ?, verdicts = ?, settled_at = now(), payload = null,
                   owner = null, lease_until = null
            where id = ?
            """)) {
      update.setLong(1, settled.counts().stored());
      update.setLong(2, settled.counts().duplicate());
      update.setLong(3, settled.counts().changed());
      update.setLong(4, settled.counts().rejected());
      update.setString(5, settled.marks());
      update.setObject(6, batch);
      update.executeUpdate();
    }
  }

  /** Of a batch that holds no records. */
  static void markSettled(Connection connection, UUID batch) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update batch set state = 'settled', verdicts = '', failure = null, settled_at = now(),
                   payload = null, owner = null, lease_until = null
            where id = ?
            """)) {
      update.setObject(1, batch);
      update.executeUpdate();
    }
  }

  /** Returns false where the batch is there already: it was settled by an earlier try. */
  static boolean insertSettled(
      Connection connection, NewBatch batch, Instant acceptedAt, Settlement.Settled settled)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into batch (id, run, tenant, kind, name, dataset, definition, correlation,
                               state, received, stored, duplicate, changed, rejected, verdicts,
                               accepted_at, settled_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'settled', ?, ?, ?, ?, ?, ?, ?, now())
            on conflict (id) do nothing
            """)) {
      PostgresBatchStore.bindIdentity(insert, batch);
      insert.setLong(9, settled.counts().received());
      insert.setLong(10, settled.counts().stored());
      insert.setLong(11, settled.counts().duplicate());
      insert.setLong(12, settled.counts().changed());
      insert.setLong(13, settled.counts().rejected());
      insert.setString(14, settled.marks());
      insert.setObject(15, Columns.bindable(acceptedAt));
      return insert.executeUpdate() == 1;
    }
  }
}

package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Landed;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The batch's row within a settling transaction. */
final class BatchRow {
  private BatchRow() {}

  enum Hold {
    HELD,
    SETTLED,
    STALE
  }

  record Locked(Hold hold, @Nullable String lane) {}

  /** The compare of rule 2; the row stays locked until the transaction ends. */
  static Hold lock(Connection connection, UUID batch, long epoch) throws SQLException {
    return requireNonNull(lock(connection, Map.of(batch, epoch)).get(batch)).hold();
  }

  /** As above, of several by their epochs. */
  static Map<UUID, Locked> lock(Connection connection, Map<UUID, Long> epochs) throws SQLException {
    Map<UUID, Locked> locked = new HashMap<>();
    epochs.keySet().forEach(batch -> locked.put(batch, new Locked(Hold.STALE, null)));
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, state, epoch, lane from batch where id = any(?) order by id for update
            """)) {
      Plans.anew(select);
      select.setArray(1, BinaryArray.of(connection, epochs.keySet()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          UUID batch = row.getObject("id", UUID.class);
          boolean stale = row.getLong("epoch") != requireNonNull(epochs.get(batch));
          Hold hold = stale ? Hold.STALE : hold(row.getString("state"));
          locked.put(batch, new Locked(hold, row.getString("lane")));
        }
      }
    }
    return locked;
  }

  private static Hold hold(String state) {
    return switch (state) {
      case "settled" -> Hold.SETTLED;
      case "leased" -> Hold.HELD;
      default -> Hold.STALE;
    };
  }

  /** Locks the batch. Null where the lease holds it; otherwise what landing it comes to. */
  static @Nullable Landed over(Connection connection, Lease lease) throws SQLException {
    UUID batch = lease.batch().id();
    return switch (lock(connection, batch, lease.epoch())) {
      case STALE -> new Landed.Stale();
      case SETTLED -> new Landed.Settled(counts(connection, batch));
      case HELD -> null;
    };
  }

  /** As below, now. */
  static void markSettled(
      Connection connection, UUID batch, Counts counts, @Nullable String verdicts)
      throws SQLException {
    Pipeline alone = new Pipeline();
    markSettled(alone, batch, lane(connection, batch), counts, verdicts);
    alone.run(connection);
  }

  private static @Nullable String lane(Connection connection, UUID batch) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select lane from batch where id = ?")) {
      select.setObject(1, batch);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /**
   * @param lane its own, where it has one: the next of it has its turn
   * @param verdicts one mark per record, where somebody may ask for the first answer
   */
  static void markSettled(
      Pipeline last, UUID batch, @Nullable String lane, Counts counts, @Nullable String verdicts) {
    last.add(
        """
        update batch set state = 'settled', stored = ?, duplicate = ?, changed = ?,
               rejected = ?, verdicts = ?, settled_at = now(), payload = null,
               owner = null, lease_until = null
        where id = ?
        """,
        parameters ->
            parameters
                .number(counts.stored())
                .number(counts.duplicate())
                .number(counts.changed())
                .number(counts.rejected())
                .text(verdicts)
                .object(batch));
    Lane.leave(last, lane);
  }

  /** Of a settled batch. */
  static Counts counts(Connection connection, UUID batch) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select received, stored, duplicate, changed, rejected, dead from batch where id = ?
            """)) {
      select.setObject(1, batch);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Counts(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getLong(6));
      }
    }
  }

  /** Rows that are counted as stored and are in no table, on purpose: a recount knows. */
  static void noteUnstored(Connection connection, UUID run, long rows) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update run set removed_rows = removed_rows + ? where id = ?")) {
      update.setLong(1, rows);
      update.setObject(2, run);
      update.executeUpdate();
    }
  }

  /** Of a batch that holds no records: it has failed only if it was buried, not where a try was. */
  static void markWorkedOff(Connection connection, UUID batch) throws SQLException {
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

  /** A batch that is settled as it arrives; fails where it is there already. */
  static void insertSettled(
      Pipeline last, NewBatch batch, Instant acceptedAt, Settlement.Settled settled) {
    last.add(
        """
        insert into batch (id, run, tenant, kind, name, dataset, definition, correlation, seen,
                           state, received, stored, duplicate, changed, rejected, verdicts,
                           accepted_at, settled_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'settled', ?, ?, ?, ?, ?, ?, ?, now())
        """,
        parameters ->
            identity(parameters, batch)
                .number(settled.counts().received())
                .number(settled.counts().stored())
                .number(settled.counts().duplicate())
                .number(settled.counts().changed())
                .number(settled.counts().rejected())
                .text(settled.marks())
                .object(Columns.bindable(acceptedAt)));
  }

  /**
   * A batch that waits for a worker; nothing happens where it is there already. Its lane is locked
   * now, and whether it is the lane's first is seen as the statement runs: batches of one lane may
   * be in one pipeline.
   */
  static void insertReady(
      Connection connection, Pipeline last, NewBatch batch, int received, byte[] payload)
      throws SQLException {
    Lane lane = Lane.enter(connection, batch.lane());
    last.add(
        """
        insert into batch (id, run, tenant, kind, name, dataset, definition, correlation, seen,
                           state, received, payload, lane, lane_position, not_before)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?, ?, ?, ?,
                case when exists (select from batch where lane = ? and state <> 'settled')
                     then 'infinity'::timestamptz end)
        on conflict (id) do nothing
        """,
        parameters ->
            identity(parameters, batch)
                .number(received)
                .bytes(payload)
                .text(lane.name())
                .object(lane.position())
                .text(lane.name()));
  }

  private static Pipeline.Parameters identity(Pipeline.Parameters parameters, NewBatch batch)
      throws SQLException {
    return parameters
        .object(batch.id())
        .object(batch.run())
        .text(batch.key().tenant())
        .text(batch.key().kind().label())
        .text(batch.key().name())
        .text(batch.dataset())
        .text(batch.definition())
        .text(batch.correlation())
        .text(batch.seen());
  }

  /** Whether an earlier try, of whose commit nobody heard, has settled this batch. */
  static boolean isSettled(Connection connection, UUID batch) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select from batch where id = ? and state = 'settled'")) {
      select.setObject(1, batch);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}

package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entries;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landed;
import dev.sluice.dataset.LandingOrder;
import dev.sluice.dataset.RowSource;
import dev.sluice.run.BackendException;
import dev.sluice.run.Batch;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Lands one chunk in one transaction: rows, letters, statistics and the settled mark. It hopes for
 * the best first, which is a COPY that looks for nothing; where rows collide or the database
 * refuses a value, that transaction is gone and the chunk is settled record by record.
 */
final class ChunkLanding {
  private final Database database;
  private final Supplier<UUID> ids;
  private final Lease lease;
  private final NewBatch batch;
  private final DatasetTable table;
  private final RowSource source;
  private final LandingOrder order;

  ChunkLanding(
      Database database,
      Supplier<UUID> ids,
      Lease lease,
      DatasetTable table,
      RowSource source,
      LandingOrder order) {
    Batch leased = lease.batch();
    this.database = database;
    this.ids = ids;
    this.lease = lease;
    this.batch =
        new NewBatch(
            leased.id(),
            leased.run(),
            leased.key(),
            leased.dataset(),
            leased.definition(),
            leased.correlation());
    this.table = table;
    this.source = source;
    this.order = order;
  }

  /**
   * @param hopeful whether a plain COPY has a chance
   */
  Result land(boolean hopeful) {
    EncodedRows rows;
    try {
      rows = EncodedRows.of(lease.batch(), table.dataset(), source);
    } catch (SQLException e) {
      throw Faults.translate(e);
    }
    if (rows.found() != lease.batch().received()) {
      return new Result(new Landed.Miscounted(rows.found()), false);
    }
    boolean upsert = table.dataset().mode() == Dataset.Mode.UPSERT;
    CopyBytes copy = order != LandingOrder.PLAIN || !hopeful ? null : rows.ordered();
    if (copy != null) {
      try {
        return new Result(database.write(connection -> copy(connection, rows, copy)), false);
      } catch (BackendException e) {
        if (e.kind() != BackendException.Kind.DATA) {
          throw e;
        }
      }
    }
    List<Entry> entries = Entries.of(lease.batch(), source);
    try {
      return new Result(
          database.write(connection -> settle(connection, entries, false)),
          order == LandingOrder.PLAIN && !upsert);
    } catch (BackendException e) {
      if (e.kind() != BackendException.Kind.DATA) {
        throw e;
      }
      return new Result(database.write(connection -> settle(connection, entries, true)), false);
    }
  }

  /**
   * @param collided a plain COPY had no chance, and would have none with the next chunk
   */
  record Result(Landed landed, boolean collided) {}

  private @Nullable Landed held(Connection connection) throws SQLException {
    return switch (BatchRow.lock(connection, batch.id(), lease.epoch())) {
      case STALE -> new Landed.Stale();
      case SETTLED -> new Landed.Settled(BatchRow.counts(connection, batch.id()));
      case HELD -> null;
    };
  }

  private Landed copy(Connection connection, EncodedRows rows, CopyBytes bytes)
      throws SQLException {
    Landed over = held(connection);
    if (over != null) {
      return over;
    }
    if (rows.accepted() > 0) {
      copy(connection, table.copy(), bytes);
    }
    if (!rows.letters().isEmpty()) {
      new LetterWriter(connection, batch, ids).write(rows.letters());
    }
    rows.statistics().write(connection);
    Counts counts = new Counts(rows.found(), rows.accepted(), 0, 0, rows.letters().size(), 0);
    BatchRow.markSettled(connection, batch.id(), counts, null);
    return new Landed.Settled(counts);
  }

  static void copy(Connection connection, String sql, CopyBytes bytes) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(bytes.array(), 0, bytes.size());
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private Landed settle(Connection connection, List<Entry> entries, boolean careful)
      throws SQLException {
    Landed over = held(connection);
    if (over != null) {
      return over;
    }
    List<Entry> landing =
        order == LandingOrder.CORRECTION ? Corrections.only(connection, batch, entries) : entries;
    Savepoint before = order == LandingOrder.DRY_RUN ? connection.setSavepoint() : null;
    Settlement settlement =
        new Settlement(connection, batch, lease.batch().acceptedAt(), table, landing, ids, careful);
    Settlement.Settled settled = settlement.settle();
    if (before != null) {
      connection.rollback(before);
      if (!settlement.letters().isEmpty()) {
        new LetterWriter(connection, batch, ids, "dry run").write(settlement.letters());
      }
      BatchRow.noteUnstored(connection, batch.run(), settled.counts().stored());
    } else {
      settled.statistics().write(connection);
    }
    BatchRow.markSettled(connection, batch.id(), settled.counts(), null);
    return new Landed.Settled(settled.counts());
  }
}

package dev.sluice.postgres;

import dev.sluice.dataset.Entries;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landed;
import dev.sluice.dataset.LandingOrder;
import dev.sluice.dataset.RowSource;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lands one chunk in one transaction: rows, letters, statistics and the settled mark. It hopes for
 * the best first, which is a COPY that looks for nothing. Where rows collide that transaction is
 * gone: another looks for the ids, copies what is new and judges the others. What the database
 * refuses then is found record by record.
 */
final class ChunkLanding {
  /** Concurrent chunks may bring the same new ids between the look and the copy. */
  private static final int TRIES = 2;

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
    this.database = database;
    this.ids = ids;
    this.lease = lease;
    this.batch = lease.batch().made();
    this.table = table;
    this.source = source;
    this.order = order;
  }

  /**
   * @param hopeful whether a plain COPY has a chance
   * @param turn is over when only the commit is left
   */
  Result land(boolean hopeful, LoadTurns.Turn turn) {
    EncodedRows rows;
    try {
      rows = EncodedRows.of(lease.batch(), table.dataset(), source);
    } catch (SQLException e) {
      throw Faults.translate(e);
    }
    if (rows.found() != lease.batch().received()) {
      return new Result(new Landed.Miscounted(rows.found()), false);
    }
    if (order != LandingOrder.PLAIN) {
      return new Result(settle(), false);
    }
    boolean keyed = !table.dataset().key().isEmpty();
    if (!keyed || hopeful) {
      Landed copied = write(turn, connection -> copy(connection, rows));
      if (copied != null) {
        return new Result(copied, false);
      }
    }
    for (int i = 0; keyed && i < TRIES; i++) {
      Landed separated = write(turn, connection -> separate(connection, rows));
      if (separated != null) {
        return new Result(separated, true);
      }
    }
    return new Result(settle(), false);
  }

  private @Nullable Landed write(LoadTurns.Turn turn, Database.Work<Landed> work) {
    return database.writeUnlessRefused(connection -> {
      Landed landed = work.run(connection);
      turn.over();
      return landed;
    });
  }

  /**
   * @param collided rows were looked for, as is best with the next chunk too
   */
  record Result(Landed landed, boolean collided) {}

  private Landed copy(Connection connection, EncodedRows rows) throws SQLException {
    Landed over = BatchRow.over(connection, lease);
    if (over != null) {
      return over;
    }
    if (rows.accepted() > 0) {
      rows.all().send(connection, table.copy());
    }
    rows.statistics().write(connection);
    return settled(connection, rows, rows.accepted(), 0, Counts.ZERO);
  }

  /** Copies what is new, and judges the rest. */
  private Landed separate(Connection connection, EncodedRows rows) throws SQLException {
    Landed over = BatchRow.over(connection, lease);
    if (over != null) {
      return over;
    }
    Collisions collisions = Collisions.find(connection, table, rows);
    BitSet others = collisions.others();
    List<Entry> entries = collisions.judged(lease.batch(), source);
    int fresh = rows.accepted() - collisions.duplicates() - entries.size();
    if (fresh > 0) {
      rows.without(others).send(connection, table.copy());
    }
    rows.statisticsWithout(others).write(connection);
    if (entries.isEmpty()) {
      return settled(connection, rows, fresh, collisions.duplicates(), Counts.ZERO);
    }
    Attempt attempt = new Attempt(connection, Attempt.Care.LOOKING);
    Settlement.Settled judged = settle(attempt, entries);
    return settled(connection, rows, fresh, collisions.duplicates(), judged.counts());
  }

  private Landed settled(
      Connection connection, EncodedRows rows, int fresh, int duplicates, Counts judged)
      throws SQLException {
    if (!rows.letters().isEmpty()) {
      new LetterWriter(connection, batch, ids).write(rows.letters());
    }
    long others = rows.found() - judged.received();
    Counts counts = new Counts(others, fresh, duplicates, 0, rows.letters().size(), 0).plus(judged);
    BatchRow.markSettled(connection, batch.id(), counts, null);
    return new Landed.Settled(counts);
  }

  private Landed settle() {
    List<Entry> entries = Entries.of(lease.batch(), source);
    return database.writeCarefully(Attempt.Care.LOOKING, attempt -> settleAll(attempt, entries));
  }

  private Settlement.Settled settle(Attempt attempt, List<Entry> entries) throws SQLException {
    Settlement.Settled settled =
        new Settlement(attempt, batch, lease.batch().acceptedAt(), table, entries, ids).settle();
    settled.statistics().write(attempt.last());
    attempt.last().run(attempt.connection());
    return settled;
  }

  private Landed settleAll(Attempt attempt, List<Entry> entries) throws SQLException {
    Connection connection = attempt.connection();
    Landed over = BatchRow.over(connection, lease);
    if (over != null) {
      return over;
    }
    List<Entry> landing =
        order == LandingOrder.CORRECTION ? Corrections.only(connection, batch, entries) : entries;
    Settlement.Settled settled = settle(attempt, landing);
    BatchRow.markSettled(connection, batch.id(), settled.counts(), null);
    return new Landed.Settled(settled.counts());
  }
}

package dev.sluice.postgres;

import dev.sluice.dataset.Entries;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landed;
import dev.sluice.dataset.RowSource;
import dev.sluice.record.Processed;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Judges one chunk as if it landed. Its run's chunks come one after the other. */
final class DryRunLanding {
  private final Database database;
  private final Supplier<UUID> ids;
  private final Lease lease;
  private final NewBatch batch;
  private final DatasetTable table;

  DryRunLanding(Database database, Supplier<UUID> ids, Lease lease, DatasetTable table) {
    this.database = database;
    this.ids = ids;
    this.lease = lease;
    this.table = table;
    this.batch = lease.batch().made();
  }

  Landed land(RowSource source) {
    List<Entry> entries =
        Entries.of(lease.batch(), source).stream().map(DryRunLanding::alone).toList();
    if (entries.size() != lease.batch().received()) {
      return new Landed.Miscounted(entries.size());
    }
    return database.writeCarefully(Attempt.Care.LOOKING, attempt -> judge(attempt, entries));
  }

  /** Letters that it would correct stay as they are. */
  private static Entry alone(Entry entry) {
    return new Entry(
        entry.row(), entry.original(), entry.correlation(), entry.processed(), entry.source());
  }

  private Landed judge(Attempt attempt, List<Entry> entries) throws SQLException {
    Connection connection = attempt.connection();
    Landed over = BatchRow.over(connection, lease);
    if (over != null) {
      return over;
    }
    DryRun run = DryRun.open(connection, batch, table);
    UUID[] rows =
        entries.stream()
            .filter(entry -> entry.processed() instanceof Processed.Accepted)
            .map(entry -> entry.accepted().id())
            .distinct()
            .toArray(UUID[]::new);
    run.copyStored(rows);
    Settlement.Settled settled =
        new Settlement(attempt, batch, lease.batch().acceptedAt(), run.table(), entries, ids)
            .settle();
    attempt.last().run(connection);
    run.settled(rows, settled.counts().stored());
    BatchRow.markSettled(connection, batch.id(), settled.counts(), null);
    return new Landed.Settled(settled.counts());
  }
}

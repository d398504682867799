package dev.sluice.postgres;

import static java.util.stream.Collectors.joining;

import dev.sluice.record.Column;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The table that a dry run lands in instead of its dataset's: it has what earlier chunks of the run
 * would have stored, and of the dataset the rows that its chunks collide with. So every chunk finds
 * what it would find if the run were real, and nobody else finds anything. It goes with the run's
 * end.
 */
final class DryRun {
  private final Connection connection;
  private final NewBatch batch;
  private final DatasetTable real;
  private final DatasetTable scratch;

  private DryRun(Connection connection, NewBatch batch, DatasetTable real, DatasetTable scratch) {
    this.connection = connection;
    this.batch = batch;
    this.real = real;
    this.scratch = scratch;
  }

  /** Of a batch of the run; makes its table where it is the first. */
  static DryRun open(Connection connection, NewBatch batch, DatasetTable real) throws SQLException {
    DatasetTable scratch = new DatasetTable(real.dataset(), name(batch.run()));
    try (Statement create = connection.createStatement()) {
      create.execute(
          "create table if not exists "
              + scratch.name()
              + " (like "
              + real.name()
              + " including defaults"
              + (real.keyed() ? ", primary key (_id))" : ")"));
    }
    return new DryRun(connection, batch, real, scratch);
  }

  /** To be called at the end of every import; most have none. */
  static void drop(Connection connection, UUID run) throws SQLException {
    try (Statement drop = connection.createStatement()) {
      drop.execute("drop table if exists " + name(run));
    }
  }

  private static String name(UUID run) {
    return "sluice." + DatasetTable.quoted("dry_run_" + run.toString().replace("-", ""));
  }

  DatasetTable table() {
    return scratch;
  }

  /** Has the dataset's rows with these ids, unless the run itself has changed them before. */
  void copyStored(UUID[] ids) throws SQLException {
    if (!real.keyed() || ids.length == 0) {
      return;
    }
    String columns =
        Stream.concat(
                DatasetTable.SYSTEM.stream(),
                real.dataset().columns().stream().map(Column::name).map(DatasetTable::quoted))
            .collect(joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into "
                + scratch.name()
                + " ("
                + columns
                + ") select "
                + columns
                + " from "
                + real.name()
                + " where _id = any(?) on conflict do nothing")) {
      Plans.anew(insert);
      insert.setArray(1, BinaryArray.of(connection, ids));
      insert.executeUpdate();
    }
  }

  /**
   * Of what the settlement has written beside the rows, letters stay, which ask nobody to do
   * anything; nothing was stored.
   *
   * @param ids of its rows
   */
  void settled(UUID[] ids, long stored) throws SQLException {
    try (PreparedStatement letters =
            connection.prepareStatement(
                """
                update dead_letter set state = 'resolved', resolution = 'dismissed',
                       reason = 'dry run', resolved_at = now()
                where batch = ? and state = 'open'
                """);
        PreparedStatement images =
            connection.prepareStatement(
                "delete from before_image where dataset = ? and id = any(?) and by_batch = ?")) {
      letters.setObject(1, batch.id());
      letters.executeUpdate();
      Plans.anew(images);
      images.setString(1, batch.dataset());
      images.setArray(2, BinaryArray.of(connection, ids));
      images.setObject(3, batch.id());
      images.executeUpdate();
    }
    BatchRow.noteUnstored(connection, batch.run(), stored);
  }
}

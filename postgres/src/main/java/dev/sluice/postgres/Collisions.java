package dev.sluice.postgres;

import dev.sluice.dataset.Entries;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.RowSource;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import dev.sluice.run.Batch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/**
 * Which rows of a chunk cannot simply be copied: those that the table has already, and those that
 * share an id within the chunk. The rest of the chunk need not be judged one by one.
 */
final class Collisions {
  private final EncodedRows rows;

  /** Stored before with the same content: duplicates, whatever the dataset does about conflicts. */
  private final BitSet same = new BitSet();

  /** To be judged. */
  private final BitSet apart;

  private Collisions(EncodedRows rows) {
    this.rows = rows;
    this.apart = rows.repeated();
  }

  /**
   * Looks every id up. Planned once, so the plan must hold for a table of any size: an index
   * look-up for each id, never a scan, which would be right for an empty table alone.
   */
  static Collisions find(Connection connection, DatasetTable table, EncodedRows rows)
      throws SQLException {
    String sql =
        """
        select position, fingerprint from (
          select given.position, (select t._fingerprint from %s t where t._id = given.id) as fingerprint
          from unnest(?::uuid[]) with ordinality as given(id, position) offset 0) looked
        where fingerprint is not null
        """
            .formatted(table.name());
    Collisions found = new Collisions(rows);
    int[] order = rows.order();
    Plans.withoutScans(connection);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("uuid", rows.ids(order)));
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          found.add(order[result.getInt(1) - 1], result.getBytes(2));
        }
      }
    }
    return found;
  }

  private void add(int row, byte[] fingerprint) {
    if (!apart.get(row) && rows.hasFingerprint(row, fingerprint)) {
      same.set(row);
    } else {
      apart.set(row);
    }
  }

  int duplicates() {
    return same.cardinality();
  }

  /** What neither collides nor is a duplicate. */
  CopyBytes fresh() {
    BitSet without = (BitSet) same.clone();
    without.or(apart);
    return rows.without(without);
  }

  /**
   * Reads what is to be judged.
   *
   * @param notCopied loses what is not
   */
  List<Entry> judged(Batch batch, RowSource source, StatisticsDeltas notCopied) {
    if (same.isEmpty() && apart.isEmpty()) {
      return List.of();
    }
    Entries entries = new Entries(batch);
    source.read(
        new RowSource.Sink() {
          private int row;

          @Override
          public void accepted(RowSource.Place at, TypedRow values) {
            boolean judged = apart.get(row);
            if (judged) {
              entries.accepted(at, values);
            }
            if (judged || same.get(row)) {
              notCopied.remove(values);
            }
            row++;
          }

          @Override
          public void rejected(RowSource.Place at, Processed.Rejected why) {
            // Its letter is among those of the rows.
          }
        });
    return entries.list();
  }
}

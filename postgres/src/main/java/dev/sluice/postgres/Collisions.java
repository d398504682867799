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
import java.util.UUID;

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
   * Looks every id up. Planned once, so the plan must hold for a table of any size: the index and
   * never a scan, which would be right for an empty table alone.
   */
  static Collisions find(Connection connection, DatasetTable table, EncodedRows rows)
      throws SQLException {
    String sql = "select _id, _fingerprint from " + table.name() + " where _id = any(?)";
    Collisions found = new Collisions(rows);
    Plans.withoutScans(connection);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, BinaryArray.of(connection, rows.ids()));
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          byte[] fingerprint = result.getBytes(2);
          rows.each(result.getObject(1, UUID.class), row -> found.add(row, fingerprint));
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

  /** Rows that are not simply copied. */
  BitSet others() {
    BitSet others = (BitSet) same.clone();
    others.or(apart);
    return others;
  }

  /** Reads what is to be judged. */
  List<Entry> judged(Batch batch, RowSource source) {
    if (apart.isEmpty()) {
      return List.of();
    }
    Entries entries = new Entries(batch);
    source.read(
        new RowSource.Sink() {
          private int row;

          @Override
          public void accepted(RowSource.Place at, TypedRow values) {
            if (apart.get(row)) {
              entries.accepted(at, values);
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

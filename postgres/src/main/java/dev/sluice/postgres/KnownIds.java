package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Looks ids up, at one round trip. */
final class KnownIds {
  private KnownIds() {}

  /** Which of these ids have a row. */
  static Set<UUID> of(Connection connection, DatasetTable table, Set<UUID> ids)
      throws SQLException {
    return find(connection, table, ids, "");
  }

  /**
   * Locks those that have a row in the order of their ids, in which a single batch takes its own:
   * for whoever is going to replace rows in another order.
   */
  static void lock(Connection connection, DatasetTable table, Set<UUID> ids) throws SQLException {
    find(connection, table, ids, "order by _id for update");
  }

  /**
   * Planned once, so the plan must hold for a table of any size: the index and never a scan, which
   * would be right for an empty table alone.
   */
  private static Set<UUID> find(
      Connection connection, DatasetTable table, Set<UUID> ids, String order) throws SQLException {
    String sql =
        """
        set local enable_seqscan = off;
        select _id from %s where _id = any(?) %s
        """
            .formatted(table.name(), order);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, BinaryArray.of(connection, ids));
      select.execute();
      select.getMoreResults();
      Set<UUID> known = new HashSet<>();
      try (ResultSet row = select.getResultSet()) {
        while (row.next()) {
          known.add(row.getObject(1, UUID.class));
        }
      }
      return known;
    }
  }
}

package dev.sluice.postgres;

import dev.sluice.dataset.IncompatibleSchemaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import tools.jackson.databind.JsonNode;

/** A dataset's table as it is, whoever changed it: held against what was declared. */
final class ActualTable {
  private ActualTable() {}

  /**
   * @param columns their types by name
   * @throws IncompatibleSchemaException naming what is missing or of another type
   */
  static void check(Connection connection, String table, String dataset, JsonNode columns)
      throws SQLException {
    if (!exists(connection, table)) {
      throw new IncompatibleSchemaException(
          "dataset "
              + dataset
              + ": its table "
              + table
              + " is gone from the database; put it back under this name, or restore a backup");
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select declared.key, declared.value
            from jsonb_each_text(?::jsonb) declared
            left join pg_catalog.pg_attribute actual
              on actual.attrelid = to_regclass(?) and actual.attname = declared.key
                and actual.attnum > 0 and not actual.attisdropped
            where actual.atttypid is distinct from to_regtype(declared.value)
            order by 1 limit 1
            """)) {
      select.setString(1, columns.toString());
      select.setString(2, table);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          throw new IncompatibleSchemaException(
              "dataset "
                  + dataset
                  + ": its table "
                  + table
                  + " has no column "
                  + row.getString(1)
                  + " of type "
                  + row.getString(2)
                  + " any more; somebody changed it, change it back");
        }
      }
    }
  }

  /** Refuses to make somebody else's table one of ours. */
  static void checkAbsent(Connection connection, String table, String dataset) throws SQLException {
    if (exists(connection, table)) {
      throw new IncompatibleSchemaException(
          "dataset "
              + dataset
              + ": there is a table "
              + table
              + " that Sluice did not make; rename one of them, or give Sluice a database of its"
              + " own");
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      select.setString(1, table);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}

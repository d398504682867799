package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/** How statements are planned. */
final class Plans {
  private Plans() {}

  /**
   * Has the statement planned at every execution, for the table as large as it is then. A plan made
   * once for {@code = any(?)} on a new, empty table scans it, and would go on to do so while the
   * table grows, until statistics are gathered for the first time.
   */
  static void anew(PreparedStatement statement) throws SQLException {
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
  }

  /**
   * Until the end of the transaction a table is read whole only where it has no index for what is
   * asked. Without statistics, or where it is wrong about how many rows will be found, PostgreSQL
   * would rather read a million rows than ask block ranges, and everybody else waits for that.
   */
  static void withoutScans(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local enable_seqscan = off");
    }
  }
}

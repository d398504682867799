package dev.sluice.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
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
}

package dev.sluice.postgres.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The promise that an acknowledged commit survives a crash, asked of the server itself. */
public final class Durability {
  private Durability() {}

  /**
   * Refuses a server on which an acknowledged commit could be lost: {@code fsync}, {@code
   * full_page_writes} and {@code synchronous_commit} must be on, as this role sees them in this
   * database. Aurora commits to replicated storage without torn pages, so there only {@code
   * synchronous_commit} is asked.
   *
   * @throws EmbeddedPostgresException naming each unsafe setting and its value
   * @throws SQLException if the server cannot be asked
   */
  public static void check(Connection connection) throws SQLException {
    List<String> unsafe = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT current_setting('fsync'),
                       current_setting('full_page_writes'),
                       current_setting('synchronous_commit'),
                       EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = 'aurora_version')
                """)) {
      row.next();
      boolean aurora = row.getBoolean(4);
      if (!aurora && !row.getString(1).equals("on")) {
        unsafe.add("fsync=" + row.getString(1));
      }
      if (!aurora && !row.getString(2).equals("on")) {
        unsafe.add("full_page_writes=" + row.getString(2));
      }
      // remote_apply waits for more than on does; every other value acknowledges earlier
      if (!row.getString(3).equals("on") && !row.getString(3).equals("remote_apply")) {
        unsafe.add("synchronous_commit=" + row.getString(3));
      }
    }
    if (!unsafe.isEmpty()) {
      throw new EmbeddedPostgresException(
          "PostgreSQL could lose acknowledged commits: "
              + String.join(", ", unsafe)
              + "; set each of them to on (also for the role and the database)");
    }
  }
}

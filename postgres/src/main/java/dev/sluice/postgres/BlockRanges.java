package dev.sluice.postgres;

import dev.sluice.run.BackendException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sums up the block ranges of datasets that rows came into. Until then every question of such an
 * index reads all of the new blocks: a purge that finds nothing took half a second a minute of a
 * busy feed. PostgreSQL's own {@code autosummarize} waits for autovacuum, which wakes up once a
 * minute and forgets what is too much to note.
 */
final class BlockRanges {
  private final Database database;

  BlockRanges(Database database) {
    this.database = database;
  }

  void sumUp(String dataset) {
    database.write(connection -> sumUp(connection, dataset));
  }

  /** Where a vacuum has the table it is left alone: that sums up as well. */
  private static boolean sumUp(Connection connection, String dataset) throws SQLException {
    try (Statement patience = connection.createStatement();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select brin_summarize_new_values(i.indexrelid) from pg_index i
                join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
                where a.amname = 'brin' and i.indrelid = to_regclass('public.' || quote_ident(?))
                """)) {
      patience.execute("set local lock_timeout = '10ms'");
      select.setString(1, dataset);
      return select.execute();
    } catch (SQLException e) {
      if (Faults.kind(e) != BackendException.Kind.TRANSIENT) {
        throw e;
      }
      connection.rollback();
      return false;
    }
  }
}

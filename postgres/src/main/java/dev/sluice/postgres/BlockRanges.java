package dev.sluice.postgres;

import dev.sluice.run.BackendException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sums up the block ranges of datasets that rows came into. Until then every question of such an
 * index reads all of the new blocks: a purge that finds nothing took half a second a minute of a
 * busy feed. PostgreSQL's own {@code autosummarize} waits for autovacuum, which wakes up once a
 * minute and forgets what is too much to note.
 */
final class BlockRanges {
  /** A vacuum that takes hours puts a purge off for one. */
  private static final int MOST_REFUSALS = 60;

  private final Database database;
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  BlockRanges(Database database) {
    this.database = database;
  }

  /** Where a vacuum has the table it is left alone: that sums up as well. */
  void sumUp(String dataset) {
    sumUp(dataset, Duration.ofMillis(10));
  }

  /**
   * Whether it is cheap to ask them now, so that what need not be asked at once waits while a
   * vacuum has the table: all that came meanwhile would be read. Says yes all the same after an
   * hour of being asked each minute.
   */
  boolean areCheap(String dataset) {
    boolean cheap = sumUp(dataset, Duration.ofMillis(200));
    int refused = cheap ? 0 : refusals.merge(dataset, 1, Integer::sum);
    if (cheap || refused >= MOST_REFUSALS) {
      refusals.remove(dataset);
      return true;
    }
    return false;
  }

  private boolean sumUp(String dataset, Duration patience) {
    return database.write(connection -> sumUp(connection, dataset, patience));
  }

  private static boolean sumUp(Connection connection, String dataset, Duration patience)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select brin_summarize_new_values(i.indexrelid) from pg_index i
            join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
            where a.amname = 'brin' and i.indrelid = to_regclass('public.' || quote_ident(?))
            """)) {
      Database.limitWaiting(connection, patience);
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

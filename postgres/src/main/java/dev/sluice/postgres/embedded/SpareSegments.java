package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a new server make the files of its WAL as soon as it is found busy, a few a second, instead
 * of whenever it comes to the end of one (adr/0016): every commit waits while one is filled with
 * zeros and synced, and after its first checkpoint a busy server needs twenty within a second. It
 * makes as many as {@code min_wal_size} has it keep, once, by PostgreSQL's own means: segments are
 * left before they are full, and a checkpoint has them used again.
 *
 * <p>For one thread.
 */
final class SpareSegments implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpareSegments.class);

  /** Segments that have ever been needed by a server that is busy, and not just tried out. */
  static final int BUSY = 16;

  /** Twenty-four hexadecimal digits, as a glob. */
  private static final String NAMES = "[0-9A-F]".repeat(24);

  /** Free on the disk, for each byte that would be made. */
  private static final int ROOM = 4;

  private final Path folder;
  private final Sessions sessions;
  private @Nullable Connection session;
  private int wanted;
  private int left;
  private boolean done;

  /** Opens a session of the server. */
  interface Sessions {
    Connection open() throws SQLException;
  }

  /**
   * @param cluster PostgreSQL's data folder
   */
  SpareSegments(Path cluster, Sessions sessions) {
    this.folder = cluster.resolve("pg_wal");
    this.sessions = sessions;
  }

  /** Makes one more, if it is time to and there are too few. */
  void step() {
    if (done) {
      return;
    }
    try {
      int made = count();
      Connection open = session;
      if (open == null) {
        begin(made);
      } else if (left-- > 0 && made < wanted) {
        execute(
            open,
            // at least one record: an empty segment is not left
            "select pg_logical_emit_message(false, 'sluice', ''); select pg_switch_wal()");
      } else {
        execute(open, "checkpoint");
        log.atDebug().addKeyValue("segments", made).log("spare segments made");
        close();
      }
    } catch (IOException | DirectoryIteratorException | SQLException e) {
      log.atDebug().setCause(e).log("no spare segments made");
      close();
    }
  }

  private void begin(int made) throws SQLException, IOException {
    if (made < BUSY) {
      return;
    }
    Connection open = sessions.open();
    session = open;
    plan(open, made);
    if (left == 0) {
      close();
    }
  }

  private void plan(Connection connection, int made) throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select pg_size_bytes(current_setting('min_wal_size')),
                       pg_size_bytes(current_setting('wal_segment_size'))
                """)) {
      row.next();
      long segment = row.getLong(2);
      wanted = Math.toIntExact(row.getLong(1) / segment);
      long room = Files.getFileStore(folder).getUsableSpace();
      boolean possible = made < wanted && room >= ROOM * segment * (wanted - made);
      // Those that are spare already are used up first; and a checkpoint may come between.
      left = possible ? wanted + BUSY : 0;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int count() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAMES)) {
      for (Path file : files) {
        count++;
      }
    }
    return count;
  }

  /** No more are made. */
  @Override
  public void close() {
    done = true;
    try (Connection open = session) {
      session = null;
    } catch (SQLException e) {
      log.atDebug().setCause(e).log("session not closed");
    }
  }
}

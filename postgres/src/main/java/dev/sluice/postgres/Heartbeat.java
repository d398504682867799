package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One connection kept open to the database. Whoever only asks whether a new connection can be had
 * misses a server that died and came back in between; this connection dies with it.
 *
 * <p>For one thread at a time.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Executor SAME_THREAD = Runnable::run;

  private final DataSource source;
  private final int timeoutMillis;
  private @Nullable Connection held;

  /**
   * @param timeoutMillis how long an answer may take
   */
  public Heartbeat(DataSource source, int timeoutMillis) {
    this.source = source;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Whether the database answers and takes writes (a standby does not), and has done so without a
   * break since it was asked before. After a break the next call connects anew.
   */
  public boolean beats() {
    try {
      Connection connection = held;
      if (connection == null) {
        connection = source.getConnection();
        held = connection;
        connection.setNetworkTimeout(SAME_THREAD, timeoutMillis);
      }
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("show transaction_read_only")) {
        return row.next() && row.getString(1).equals("off");
      }
    } catch (SQLException e) {
      close();
      return false;
    }
  }

  @Override
  public void close() {
    Connection connection = held;
    held = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        return; // it is gone already, which is what was asked for
      }
    }
  }
}

package dev.sluice.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.postgres.Database;
import dev.sluice.postgres.embedded.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL; a database that is away fails fast. */
final class ConnectionPool {
  private static final int SIZE = 12;
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final Duration SOCKET = Duration.ofSeconds(60);

  private ConnectionPool() {}

  static HikariDataSource open(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("sluice");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("currentSchema", Database.SEARCH_PATH);
    config.addDataSourceProperty("ApplicationName", "sluice");
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("loginTimeout", "2");
    config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("binaryTransferEnable", "UUID_ARRAY");
    return new HikariDataSource(config);
  }

  /** The same database, with a new connection each time: for one that is held for long. */
  static DataSource apart(HikariDataSource pool) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(pool.getJdbcUrl());
    source.setUser(pool.getUsername());
    source.setPassword(pool.getPassword());
    source.setApplicationName("sluice live");
    source.setConnectTimeout(2);
    source.setLoginTimeout(2);
    source.setSocketTimeout((int) SOCKET.toSeconds());
    source.setTcpKeepAlive(true);
    return source;
  }

  /** Refuses a server on which an acknowledged commit could be lost. */
  static void checkDurable(HikariDataSource pool) {
    try (Connection connection = pool.getConnection()) {
      Durability.check(connection);
    } catch (SQLException e) {
      throw new Mistake(
          "the database does not let us in (SQLSTATE "
              + e.getSQLState()
              + "): check --database, its user and password, and that it runs");
    }
  }
}

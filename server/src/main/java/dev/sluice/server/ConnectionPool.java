package dev.sluice.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.host.Niceness;
import dev.sluice.postgres.Database;
import dev.sluice.postgres.embedded.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL; a database that is away fails fast. */
final class ConnectionPool {
  private static final int SIZE = 12;
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final Duration SOCKET = Duration.ofSeconds(60);

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "currentSchema", Database.SEARCH_PATH,
          "connectTimeout", "2",
          "loginTimeout", "2",
          "socketTimeout", Long.toString(SOCKET.toSeconds()),
          "tcpKeepAlive", "true",
          "prepareThreshold", "1");

  private ConnectionPool() {}

  static HikariDataSource open(String url, String user, String password) {
    HikariConfig config = config("sluice", SIZE, 2);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.addDataSourceProperty("ApplicationName", "sluice");
    PROPERTIES.forEach(config::addDataSourceProperty);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(String name, int size, int idle) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(idle);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /**
   * Connections to the same database, which must be on this machine, for work that is in no hurry:
   * their sessions give way to those of {@code pool}.
   */
  static HikariDataSource background(HikariDataSource pool, int size) {
    PGSimpleDataSource source =
        new PGSimpleDataSource() {
          private static final long serialVersionUID = 1L;

          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            Niceness.lower(connection.unwrap(PGConnection.class).getBackendPID());
            return connection;
          }
        };
    HikariConfig config = config("sluice background", size, 0);
    config.setDataSource(configured(source, pool, "sluice background"));
    return new HikariDataSource(config);
  }

  /** The same database, with a new connection each time: for one that is held for long. */
  static DataSource apart(HikariDataSource pool) {
    return configured(new PGSimpleDataSource(), pool, "sluice live");
  }

  private static DataSource configured(
      PGSimpleDataSource source, HikariDataSource pool, String name) {
    try {
      source.setURL(pool.getJdbcUrl());
      source.setUser(pool.getUsername());
      source.setPassword(pool.getPassword());
      source.setApplicationName(name);
      for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
        source.setProperty(property.getKey(), property.getValue());
      }
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException("not a property of the driver", e);
    }
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

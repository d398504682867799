package dev.sluice.postgres;

import dev.sluice.postgres.embedded.EmbeddedPostgres;
import dev.sluice.postgres.embedded.Settings;
import dev.sluice.testing.TestFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A place of one's own in a real PostgreSQL: one embedded server per JVM, started at first use and
 * removed at exit, and in it a schema or a database per test. Its sessions live in Asia/Kathmandu,
 * so that code which leans on the session's time zone fails here and not at a customer's.
 *
 * <pre>{@code
 * try (TestDatabase database = TestDatabase.schema()) {
 *   new PostgresBatchStore(database.dataSource(), ...)
 * }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
  private static final String TIME_ZONE = "Asia/Kathmandu";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String url;
  private final String schema;
  private final String drop;

  private TestDatabase(String url, String schema, String drop) {
    this.url = url;
    this.schema = schema;
    this.drop = drop;
  }

  /** An empty schema that is the whole search path; about a millisecond. */
  public static TestDatabase schema() {
    String schema = "test_" + COUNTER.incrementAndGet();
    execute("CREATE SCHEMA " + schema);
    return new TestDatabase(
        server().jdbcUrl() + "?currentSchema=" + schema,
        schema,
        "DROP SCHEMA " + schema + " CASCADE");
  }

  /** An empty database, for what reaches beyond a schema; some tens of milliseconds. */
  public static TestDatabase database() {
    String database = "test_" + COUNTER.incrementAndGet();
    execute("CREATE DATABASE " + database);
    String url = server().jdbcUrl();
    return new TestDatabase(
        url.substring(0, url.lastIndexOf('/') + 1) + database,
        "public",
        "DROP DATABASE " + database + " WITH (FORCE)");
  }

  /** The server shared by all tests of this JVM. Do not stop it. */
  public static EmbeddedPostgres server() {
    return Server.INSTANCE;
  }

  /** Without credentials: {@link #user} and {@link #password}. */
  public String jdbcUrl() {
    return url;
  }

  public String user() {
    return server().user();
  }

  public String password() {
    return server().password();
  }

  public String schemaName() {
    return schema;
  }

  /** Unpooled: each connection is a new session. */
  public DataSource dataSource() {
    return new Unpooled(url);
  }

  public Connection connect() throws SQLException {
    return open(url);
  }

  @Override
  public void close() {
    execute(drop);
  }

  private static void execute(String sql) {
    try (Connection connection = open(server().jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection open(String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server().user());
    properties.setProperty("password", server().password());
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      // the driver asks for the JVM's zone when it connects, which would win over the URL's options
      statement.execute("SET TIME ZONE '" + TIME_ZONE + "'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static final class Server {
    private static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        Path folder = TestFolders.create("database");
        EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), Settings.defaults());
        TestFolders.usedBy(server);
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Unpooled(String url) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return open(url);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException("the credentials are the server's");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("not a wrapper for " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}

package dev.sluice.postgres.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** What the launcher itself says to a running server before anyone else may use it. */
final class ServerSession {
  static final String DATABASE = "sluice";
  static final String WRONG_PASSWORD = "28P01";
  private static final String NO_SUCH_DATABASE = "3D000";

  private ServerSession() {}

  /** A new session, as the application's will be. */
  static void admit(int port, String password) throws SQLException {
    try (Connection connection = connect(port, DATABASE, password)) {
      Durability.check(connection);
    }
  }

  /**
   * Creates the database if it is missing; only the owner may. Each session costs a slow password
   * exchange.
   */
  static void admitFirst(int port, String password) throws SQLException {
    try {
      admit(port, password);
    } catch (SQLException e) {
      if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
      try (Connection connection = connect(port, "postgres", password);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
      admit(port, password);
    }
  }

  static EmbeddedPostgresException unreachable(SQLException e, DataFolder folder) {
    if (WRONG_PASSWORD.equals(e.getSQLState())) {
      return new EmbeddedPostgresException(
          "PostgreSQL does not accept the password in "
              + folder.passwordFile()
              + ": stop every Sluice on this folder and remove that file, and the next start sets a"
              + " new one",
          e);
    }
    String message = String.valueOf(e.getMessage());
    return new EmbeddedPostgresException(
        message.contains("No space left")
            ? "the disk of " + folder.base() + " is full: free some space"
            : "PostgreSQL does not answer: " + message.lines().findFirst().orElse(""),
        e);
  }

  /** The caller closes it. */
  static Connection connect(int port, String database, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", Cluster.USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(url(port, database), properties);
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }
}

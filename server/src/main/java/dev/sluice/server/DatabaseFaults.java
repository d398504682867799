package dev.sluice.server;

import dev.sluice.run.BackendException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What keeps a process from starting on a database, in words that say how to put it right. */
final class DatabaseFaults {
  private DatabaseFaults() {}

  /** Refuses a database that cannot hold every text, or that takes no writes. */
  static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_setting('server_encoding'),"
                    + " current_setting('transaction_read_only')")) {
      row.next();
      if (!row.getString(1).equals("UTF8")) {
        throw new Mistake(
            "the database has the encoding "
                + row.getString(1)
                + ", which cannot keep every record: make one with CREATE DATABASE ... ENCODING"
                + " 'UTF8' TEMPLATE template0");
      }
      if (row.getString(2).equals("on")) {
        throw readOnly();
      }
    }
  }

  /** Whether nobody has answered; everything else is an answer. */
  static boolean isSilence(SQLException e) {
    return e.getSQLState() == null
        || e.getSQLState().equals("08001")
        || e.getSQLState().equals("57P03");
  }

  static Mistake mistake(BackendException e) {
    return e.getCause() instanceof SQLException cause
        ? mistake(cause)
        : new Mistake(String.valueOf(e.getMessage()));
  }

  static Mistake mistake(SQLException e) {
    String state = e.getSQLState();
    return switch (state) {
      case null -> new Mistake(what("08001"));
      case "25006" -> readOnly();
      default -> new Mistake(what(state) + " (SQLSTATE " + state + ")");
    };
  }

  private static Mistake readOnly() {
    return new Mistake(
        "the database is read-only, such as a standby: give --database the primary, or both with"
            + " ?targetServerType=primary");
  }

  private static String what(String state) {
    return switch (state) {
      case "3D000" -> "there is no such database: create it, or check the name in --database";
      case "28P01", "28000" ->
          "the database does not accept this user with this password from here: check"
              + " --database-user, --database-password and its pg_hba.conf";
      case "08001" ->
          "no connection to the database: check host, port and parameters of --database, and that"
              + " it runs";
      case "53300" ->
          "the database has no connection left: raise max_connections or the limit of the role";
      case "57P03" -> "the database is starting or stopping: start again when it is up";
      case "42501" ->
          "the database's user lacks a right: it must own what is in the schema sluice and its"
              + " datasets' tables, and to make them needs GRANT CREATE ON DATABASE and GRANT"
              + " CREATE ON SCHEMA public";
      case String known when known.startsWith("08") || known.startsWith("28") ->
          "the database does not let us in: check --database, its user and password, and that it"
              + " runs";
      default -> "the database refused a statement of the start; its own log says which, and why";
    };
  }
}

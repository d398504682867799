package dev.sluice.postgres;

import dev.sluice.run.BackendException;
import dev.sluice.run.BackendException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates from SQLSTATE (PostgreSQL manual, appendix A) and exception types, never from message
 * text: the server's messages can hold data.
 */
final class Faults {
  /** A table, a column or a right is not there any more: somebody has to put it back. */
  private static final Set<String> CHANGED = Set.of("42P01", "42703", "42804", "42501", "3F000");

  private Faults() {}

  static BackendException translate(SQLException e) {
    Kind kind = kind(e);
    return new BackendException(kind, describe(kind, e.getSQLState()), e);
  }

  /** Whether the data itself was refused, and leaving a record out may help. */
  static boolean isData(SQLException e) {
    return kind(e) == Kind.DATA;
  }

  /** Whether an id was there already. */
  static boolean isCollision(BackendException e) {
    return e.getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState());
  }

  /** Whether a lock was not waited for any longer, as the caller wished. */
  static boolean isImpatience(SQLException e) {
    return "55P03".equals(e.getSQLState());
  }

  static Kind kind(SQLException e) {
    if (e instanceof SQLTransientConnectionException) {
      return Kind.UNAVAILABLE; // the pool has no connection to give
    }
    String state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return Kind.INTERNAL;
    }
    if (CHANGED.contains(state)) {
      return Kind.UNAVAILABLE;
    }
    return switch (state) {
      case "40001", "40P01", "55P03", "57014" -> Kind.TRANSIENT;
      case "25006", "25P03", "25P04", "58030" -> Kind.UNAVAILABLE;
      case "57P01", "57P02", "57P03", "57P04", "57P05" -> Kind.UNAVAILABLE;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "53" -> Kind.UNAVAILABLE;
            case "22", "23", "54" -> Kind.DATA;
            default -> Kind.INTERNAL;
          };
    };
  }

  private static String describe(Kind kind, @Nullable String state) {
    String what =
        switch (kind) {
          case UNAVAILABLE ->
              switch (state) {
                case "53100" -> "the database's disk is full";
                case String known when CHANGED.contains(known) ->
                    "a table or a right in the database is not as Sluice made it";
                case null, default -> "the database is unavailable";
              };
          case TRANSIENT -> "the database asks to try again";
          case DATA -> "the database refuses the data";
          case INTERNAL -> "the database failed";
        };
    return what + " (SQLSTATE " + state + ")";
  }
}

package dev.sluice.postgres;

import dev.sluice.run.BackendException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The one place where transactions begin, end and fail. Thread-safe.
 *
 * <p>Tables of our own live in schema {@code sluice}, those of datasets in {@code public}.
 */
public final class Database {
  /** To be set on every connection: where unqualified names are found. */
  public static final String SEARCH_PATH = "sluice,public";

  /** The version of the last file in {@code migrations}; a test holds it against them. */
  static final String NEWEST_MIGRATION = "9";

  /**
   * Passing conflicts (deadlock, serialization) are tried this often before they reach the caller.
   */
  private static final int TRIES = 5;

  private final DataSource source;

  public Database(DataSource source) {
    this.source = source;
  }

  /** Work on a connection within one transaction; may run more than once. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Work that knows how much care to take. */
  @FunctionalInterface
  interface CarefulWork<T> {
    T run(Attempt attempt) throws SQLException;
  }

  /**
   * Brings the tables up to date. Throws {@link BackendException}, also where a newer version has
   * changed them.
   */
  public void migrate() {
    MigrationVersion found = found();
    MigrationVersion known = MigrationVersion.fromVersion(NEWEST_MIGRATION);
    if (found.equals(known)) {
      return; // asking costs a millisecond, Flyway a third of a second
    }
    if (found.compareTo(known) > 0) {
      throw new BackendException(
          BackendException.Kind.INTERNAL,
          "the database was changed by a newer Sluice (its tables are of version "
              + found
              + ", this one knows "
              + known
              + "): start that one, or restore a backup of before");
    }
    try {
      Flyway.configure()
          .dataSource(source)
          .schemas("sluice")
          .locations("classpath:dev/sluice/postgres/migrations")
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (org.flywaydb.core.api.FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException refused) {
          throw Faults.translate(refused);
        }
      }
      throw new BackendException(
          BackendException.Kind.INTERNAL,
          "the database could not be migrated: what is in its schema sluice was not made by Sluice,"
              + " or was changed; give it a database of its own",
          e);
    }
  }

  /** The last migration of a database that has any. */
  private MigrationVersion found() {
    try (Connection connection = source.getConnection();
        PreparedStatement newest =
            connection.prepareStatement(
                """
                select version from sluice.flyway_schema_history
                where success and version is not null
                order by installed_rank desc limit 1
                """);
        ResultSet row = newest.executeQuery()) {
      return row.next() ? MigrationVersion.fromVersion(row.getString(1)) : MigrationVersion.EMPTY;
    } catch (SQLException e) {
      return MigrationVersion.EMPTY; // a new one has no such table; Flyway tells whatever is wrong
    }
  }

  /** Commits when the work returns, unless the work has done so with its last statements. */
  <T> T write(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return inTransaction(work, Connection.TRANSACTION_READ_COMMITTED, false);
      } catch (SQLException e) {
        BackendException fault = Faults.translate(e);
        boolean passing =
            fault.kind() == BackendException.Kind.TRANSIENT && !Faults.isImpatience(e);
        if (!passing || attempt == TRIES) {
          throw fault;
        }
      }
    }
  }

  /** Null where some of the data is refused, and nothing happened. */
  <T> @Nullable T writeUnlessRefused(Work<T> work) {
    try {
      return write(work);
    } catch (BackendException e) {
      if (e.kind() != BackendException.Kind.DATA) {
        throw e;
      }
      return null;
    }
  }

  /** Tries again with more care where some of the data is refused. */
  <T> T writeCarefully(Attempt.Care first, CarefulWork<T> work) {
    for (Attempt.Care care = first; ; ) {
      Attempt.Care taken = care;
      try {
        return write(connection -> work.run(new Attempt(connection, taken)));
      } catch (BackendException e) {
        if (e.kind() != BackendException.Kind.DATA || care == Attempt.Care.BISECTING) {
          throw e;
        }
        boolean hoped = care == Attempt.Care.HOPING && Faults.isCollision(e);
        care = hoped ? Attempt.Care.LOOKING : Attempt.Care.BISECTING;
      }
    }
  }

  /** One consistent moment for all statements of the work. */
  <T> T readSnapshot(Work<T> work) {
    try {
      return inTransaction(work, Connection.TRANSACTION_REPEATABLE_READ, true);
    } catch (SQLException e) {
      throw Faults.translate(e);
    }
  }

  /** One statement, in a transaction of its own. */
  <T> T read(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw Faults.translate(e);
    }
  }

  private <T> T inTransaction(Work<T> work, int isolation, boolean readOnly) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
        connection.setTransactionIsolation(isolation);
      }
      connection.setReadOnly(readOnly);
      boolean committed = false;
      try {
        T result = work.run(connection);
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollback(connection);
        }
      }
    }
  }

  /** From here to the transaction's end: a lock that is not had in time fails as 55P03. */
  static void limitWaiting(Connection connection, Duration patience) throws SQLException {
    try (Statement limit = connection.createStatement()) {
      limit.execute("set local lock_timeout = " + patience.toMillis());
    }
  }

  /** A connection that cannot roll back is broken; the pool throws it away. */
  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      return;
    }
  }
}

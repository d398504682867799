package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One try at landing a batch, or several, in one transaction.
 *
 * @param last what the transaction ends with; new rows are written there, unless it bisects
 */
record Attempt(Connection connection, Care care, Pipeline last) {

  /** What a try does about what the database may refuse. */
  enum Care {
    /** Nothing: every id is taken to be new. Fails where one is not, and nothing happened. */
    HOPING,

    /** Looks first which ids are there. Fails where another transaction brings one meanwhile. */
    LOOKING,

    /** Finds what is refused and leaves it out, at the cost of a savepoint for each look. */
    BISECTING
  }

  Attempt(Connection connection, Care care) {
    this(connection, care, new Pipeline());
  }

  boolean bisects() {
    return care == Care.BISECTING;
  }

  /** Runs what this one ends with and goes on in the same transaction. */
  Attempt next() throws SQLException {
    last.run(connection);
    return new Attempt(connection, care);
  }

  /** When this returns, everything is durable. */
  void commit() throws SQLException {
    last.commit(connection);
  }
}

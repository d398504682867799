package dev.sluice.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that need nothing of each other's answers, sent together: one round trip for all of
 * them. The first that fails ends them; what follows it is not run. For one use.
 */
final class Pipeline {
  private final StringBuilder sql = new StringBuilder();
  private final List<Binding> bindings = new ArrayList<>();

  /** Sets a statement's parameters and moves past them. */
  @FunctionalInterface
  interface Binding {
    void bind(Parameters parameters) throws SQLException;
  }

  /** The parameters of all statements, in their order. */
  static final class Parameters {
    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
      this.statement = statement;
    }

    Parameters text(@Nullable String value) throws SQLException {
      statement.setString(++last, value);
      return this;
    }

    Parameters number(long value) throws SQLException {
      statement.setLong(++last, value);
      return this;
    }

    Parameters object(@Nullable Object value) throws SQLException {
      statement.setObject(++last, value);
      return this;
    }

    Parameters bytes(byte[] value) throws SQLException {
      statement.setBytes(++last, value);
      return this;
    }

    Parameters array(Array values) throws SQLException {
      statement.setArray(++last, values);
      return this;
    }

    Parameters array(String type, Object[] values) throws SQLException {
      return array(statement.getConnection().createArrayOf(type, values));
    }
  }

  /** One statement without a semicolon; its rows, if any, are not read. */
  Pipeline add(String statement, Binding binding) {
    sql.append(sql.isEmpty() ? "" : ";\n").append(statement);
    bindings.add(binding);
    return this;
  }

  /** Runs them within the caller's transaction. */
  void run(Connection connection) throws SQLException {
    if (!bindings.isEmpty()) {
      execute(connection, sql.toString());
    }
  }

  /** Ends the transaction with them: when this returns, it is durable. */
  void commit(Connection connection) throws SQLException {
    execute(connection, sql + ";\ncommit");
  }

  private void execute(Connection connection, String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      Parameters parameters = new Parameters(statement);
      for (Binding binding : bindings) {
        binding.bind(parameters);
      }
      statement.execute();
    }
  }
}

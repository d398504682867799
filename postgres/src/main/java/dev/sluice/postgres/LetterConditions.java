package dev.sluice.postgres;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.run.RunKind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL over {@code dead_letter d}: only what is asked for is in it, so that each
 * question gets a plan of its own.
 */
final class LetterConditions {
  private final StringBuilder sql = new StringBuilder("where true");
  private final List<Object> values = new ArrayList<>();

  LetterConditions(LetterFilter filter) {
    RunKind kind = filter.kind();
    DeadLetter.Cause cause = filter.cause();
    DeadLetter.State state = filter.state();
    List<UUID> ids = filter.ids();
    and("d.tenant = ?", filter.tenant());
    and("d.kind = ?", kind == null ? null : kind.label());
    and("d.name = ?", filter.name());
    and("d.dataset = ?", filter.dataset());
    and("d.cause = ?", cause == null ? null : cause.name());
    and("d.code = ?", filter.code());
    and("d.source = ?", filter.source());
    and("d.run = ?", filter.run());
    and("d.created_at >= ?", Columns.bindable(filter.from()));
    and("d.created_at < ?", Columns.bindable(filter.to()));
    and("d.id = any(?)", ids == null ? null : ids.toArray(new UUID[0]));
    if (state != null) {
      in(state);
    }
  }

  /** Spelled out, so that the index over what is unresolved can be used. */
  LetterConditions in(DeadLetter.State state) {
    sql.append(" and d.state = '").append(state.name().toLowerCase(Locale.ROOT)).append('\'');
    if (state != DeadLetter.State.RESOLVED) {
      sql.append(" and d.state <> 'resolved'");
    }
    return this;
  }

  /** Adds a condition of this package's own with one parameter; a null value adds none. */
  LetterConditions and(String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(" and ").append(condition);
      values.add(value);
    }
    return this;
  }

  /** From {@code where} on. */
  String sql() {
    return sql.append('\n').toString();
  }

  /** Binds the values from the first parameter on; returns the next one's index. */
  int bind(PreparedStatement statement) throws SQLException {
    return bind(statement, 1);
  }

  int bind(PreparedStatement statement, int first) throws SQLException {
    int parameter = first;
    for (Object value : values) {
      if (value instanceof UUID[] ids) {
        statement.setArray(parameter, BinaryArray.of(statement.getConnection(), ids));
      } else {
        statement.setObject(parameter, value);
      }
      parameter++;
    }
    return parameter;
  }
}

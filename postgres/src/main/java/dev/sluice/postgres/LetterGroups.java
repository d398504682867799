package dev.sluice.postgres;

import static java.util.stream.Collectors.joining;

import dev.sluice.deadletter.DeadLetterStore.Dimension;
import dev.sluice.deadletter.DeadLetterStore.Group;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.record.FieldError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Counts letters by what they have in common. */
final class LetterGroups {
  private LetterGroups() {}

  static List<Group> read(Connection connection, LetterFilter filter, List<Dimension> by, int limit)
      throws SQLException {
    var conditions = new LetterConditions(filter);
    String columns =
        IntStream.range(0, by.size())
            .mapToObj(i -> expression(by.get(i)) + " as by" + i)
            .collect(joining(", "));
    String numbers =
        IntStream.rangeClosed(1, by.size()).mapToObj(String::valueOf).collect(joining(", "));
    // Ids are in the order of time, and so is their text.
    String sql =
        """
        select g.*, e.errors from (
          select %s, count(*) as letters, sum(d.records) as records, max(d.created_at) as newest,
                 max(d.id::text)::uuid as example
          from dead_letter d %s
          group by %s order by letters desc, newest desc limit ?) g
        join dead_letter e on e.id = g.example
        order by g.letters desc, g.newest desc
        """
            .formatted(columns, conditions.sql(), numbers);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(conditions.bind(select), limit);
      List<Group> groups = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          groups.add(group(row, by));
        }
      }
      return groups;
    }
  }

  private static Group group(ResultSet row, List<Dimension> by) throws SQLException {
    Map<Dimension, @Nullable String> values = new EnumMap<>(Dimension.class);
    for (int i = 0; i < by.size(); i++) {
      values.put(by.get(i), row.getString("by" + i));
    }
    List<FieldError> errors = ErrorsJson.read(row.getString("errors"));
    return new Group(
        values,
        row.getLong("letters"),
        row.getLong("records"),
        Columns.instant(row, "newest"),
        row.getObject("example", UUID.class),
        errors.isEmpty() ? null : errors.getFirst());
  }

  private static String expression(Dimension dimension) {
    return switch (dimension) {
      case CAUSE -> "lower(d.cause)";
      case CODE -> "d.code";
      case FIELD -> "d.errors -> 0 ->> 'field'";
      case NAME -> "d.name";
      case DATASET -> "d.dataset";
      case SOURCE -> "d.source";
      case STATE -> "d.state";
    };
  }
}

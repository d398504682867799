package dev.sluice.postgres;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters in PostgreSQL. */
public final class PostgresDeadLetterStore implements DeadLetterStore {
  private static final String WHERE =
      """
      where (?::text is null or d.tenant = ?) and (?::text is null or d.dataset = ?)
        and (?::text is null or d.kind = ?) and (?::text is null or d.cause = ?)
        and (?::text is null or d.code = ?) and (?::text is null or d.source = ?)
        and (?::uuid is null or d.run = ?) and (?::text is null or d.state = ?)
        and (?::timestamptz is null or d.created_at >= ?)
        and (?::timestamptz is null or d.created_at < ?)
        and (?::uuid is null or d.id < ?)
      """;

  private final Database database;

  public PostgresDeadLetterStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<DeadLetter> letter(UUID id) {
    return database.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(select() + "where d.id = ?")) {
        select.setObject(1, id);
        return letters(select).stream().findFirst();
      }
    });
  }

  @Override
  public Optional<byte[]> original(UUID id) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("select original from dead_letter where id = ?")) {
        select.setObject(1, id);
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public List<DeadLetter> letters(Query query) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(select() + WHERE + "order by d.id desc limit ?")) {
        int next = bind(select, query);
        select.setInt(next, query.limit());
        return letters(select);
      }
    });
  }

  private static String select() {
    return """
    select d.*, length(d.original) as size, coalesce(r.period, '') as period
    from dead_letter d left join run r on r.id = d.run
    """;
  }

  private static int bind(PreparedStatement select, Query query) throws SQLException {
    @Nullable Object[] values = {
      query.tenant(),
      query.dataset(),
      query.kind() == null ? null : query.kind().label(),
      query.cause() == null ? null : query.cause().name(),
      query.code(),
      query.source(),
      query.run(),
      query.state() == null ? null : query.state().name().toLowerCase(Locale.ROOT),
      Columns.bindable(query.from()),
      Columns.bindable(query.to()),
      query.before()
    };
    int i = 1;
    for (Object value : values) {
      select.setObject(i++, value);
      select.setObject(i++, value);
    }
    return i;
  }

  private static List<DeadLetter> letters(PreparedStatement select) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        letters.add(letter(row));
      }
    }
    return letters;
  }

  private static DeadLetter letter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getObject("id", UUID.class),
        new RunKey(
            row.getString("tenant"),
            RunKind.of(row.getString("kind")),
            row.getString("name"),
            row.getString("period")),
        row.getObject("run", UUID.class),
        row.getObject("batch", UUID.class),
        row.getString("dataset"),
        DeadLetter.Cause.valueOf(row.getString("cause")),
        row.getString("code"),
        row.getString("source"),
        row.getInt("row_number"),
        row.getInt("records"),
        ErrorsJson.read(row.getString("errors")),
        row.getInt("size"),
        row.getString("definition"),
        row.getString("correlation"),
        DeadLetter.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "resolved_at"));
  }

  @Override
  public Statistics statistics(Query query) {
    return database.readSnapshot(connection -> {
      List<Count> byCode = grouped(connection, "d.code", query);
      long total = byCode.stream().mapToLong(Count::count).sum();
      List<Count> bySource = grouped(connection, "coalesce(d.source, '')", query);
      List<DayCount> byDay =
          grouped(connection, "(d.created_at at time zone 'UTC')::date::text", query).stream()
              .map(count -> new DayCount(LocalDate.parse(count.name()), count.count()))
              .toList();
      return new Statistics(total, byCode, bySource, byDay);
    });
  }

  /** {@code expression} is one of this class's own. */
  private static List<Count> grouped(Connection connection, String expression, Query query)
      throws SQLException {
    String sql =
        "select "
            + expression
            + " as name, sum(d.records) as count from dead_letter d "
            + WHERE
            + " group by 1 order by 1";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int unused = bind(select, query);
      List<Count> counts = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          counts.add(new Count(row.getString("name"), row.getLong("count")));
        }
      }
      return counts;
    }
  }

  @Override
  public int purge(Duration age, int limit) {
    return database.write(connection -> {
      try (PreparedStatement purge =
          connection.prepareStatement(
              """
              with gone as (
                delete from dead_letter where id in (
                  select id from dead_letter where created_at < now() - ? * interval '1 second'
                  limit ?)
                returning run, records
              ), runs as (
                update run set removed_letters = removed_letters + g.count
                from (select run, sum(records) as count from gone group by run) g
                where run.id = g.run
                returning 1
              )
              select (select count(*) from gone) as gone, (select count(*) from runs)
              """)) {
        purge.setLong(1, age.toSeconds());
        purge.setInt(2, limit);
        try (ResultSet row = purge.executeQuery()) {
          row.next();
          return row.getInt("gone");
        }
      }
    });
  }
}

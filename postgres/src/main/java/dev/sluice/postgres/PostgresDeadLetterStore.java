package dev.sluice.postgres;

import dev.sluice.deadletter.Change;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.LetterFilter;
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
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters in PostgreSQL. */
public final class PostgresDeadLetterStore implements DeadLetterStore {
  private final Database database;

  public PostgresDeadLetterStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<DeadLetter> letter(UUID id, @Nullable String tenant) {
    return database
        .read(connection -> LetterRow.find(connection, id))
        .filter(letter -> tenant == null || tenant.equals(letter.run().tenant()));
  }

  @Override
  public Optional<Content> content(UUID id) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("select original, payload from dead_letter where id = ?")) {
        select.setObject(1, id);
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? Optional.of(LetterRow.content(row)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public List<DeadLetter> letters(LetterFilter filter, @Nullable UUID before, int limit) {
    var conditions = new LetterConditions(filter).and("d.id < ?", before);
    String sql = LetterRow.SELECT + conditions.sql() + "order by d.id desc limit ?";
    return database.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setInt(conditions.bind(select), limit);
        return LetterRow.letters(select);
      }
    });
  }

  @Override
  public List<Group> groups(LetterFilter filter, List<Dimension> by, int limit) {
    return database.read(connection -> LetterGroups.read(connection, filter, by, limit));
  }

  @Override
  public Statistics statistics(LetterFilter filter) {
    return database.read(connection -> {
      var conditions = new LetterConditions(filter);
      String sql =
          """
          select d.code, coalesce(d.source, '') as source, d.state,
                 (d.created_at at time zone 'UTC')::date as day, sum(d.records) as records
          from dead_letter d
          """
              + conditions.sql()
              + " group by 1, 2, 3, 4";
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        var _ = conditions.bind(select);
        List<Cell> cells = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            cells.add(
                new Cell(
                    row.getString("code"),
                    row.getString("source"),
                    row.getObject("day", LocalDate.class),
                    DeadLetter.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    row.getLong("records")));
          }
        }
        return new Statistics(cells);
      }
    });
  }

  @Override
  public Change edit(UUID id, OptionalLong version, byte @Nullable [] payload) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update dead_letter set payload = ?, version = version + 1,
                     edited_at = case when ?::bytea is null then null else now() end
              where id = ? and state = 'open' and (?::bigint is null or version = ?)
                and (payload is not null or ?::bytea is not null)
              """)) {
        Long wanted = version.isPresent() ? version.getAsLong() : null;
        update.setBytes(1, payload);
        update.setBytes(2, payload);
        update.setObject(3, id);
        update.setObject(4, wanted);
        update.setObject(5, wanted);
        update.setBytes(6, payload);
        boolean changed = update.executeUpdate() == 1;
        Change change = changed(connection, id, changed);
        // A letter that was not edited is what taking its edit away would make of it.
        return payload == null && change instanceof Change.Stale(DeadLetter now)
            ? unedited(now, version)
            : change;
      }
    });
  }

  private static Change unedited(DeadLetter now, OptionalLong version) {
    return now.editedAt() == null && now.version() == version.orElse(now.version())
        ? new Change.Done(now)
        : new Change.Stale(now);
  }

  @Override
  public Change dismiss(UUID id, String reason) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update dead_letter set state = 'resolved', resolution = 'dismissed',
                     resolved_at = now(), reason = ?, version = version + 1
              where id = ? and state = 'open'
              """)) {
        update.setString(1, PostgresText.storable(reason));
        update.setObject(2, id);
        if (update.executeUpdate() == 1) {
          return new Change.Done(LetterRow.find(connection, id).orElseThrow());
        }
        return changed(connection, id, false);
      }
    });
  }

  /** What became of a change, by the letter as it is after it. */
  static Change changed(Connection connection, UUID id, boolean done) throws SQLException {
    Optional<DeadLetter> now = LetterRow.find(connection, id);
    if (now.isEmpty()) {
      return new Change.Unknown();
    }
    DeadLetter letter = now.get();
    if (letter.state() != DeadLetter.State.OPEN) {
      return new Change.NotOpen(letter);
    }
    return done ? new Change.Done(letter) : new Change.Stale(letter);
  }

  @Override
  public int purge(Duration age, int limit) {
    return database.write(connection -> {
      try (PreparedStatement purge =
          connection.prepareStatement(
              """
              with gone as (
                delete from dead_letter where id = any (array(
                  select id from dead_letter
                  where created_at < now() - ? * interval '1 second' and state <> 'replaying'
                  order by created_at, id limit ? for update skip locked))
                returning id, run, records
              ), tries as (
                delete from correction where letter in (select id from gone)
                returning run, rejected + dead as records
              ), runs as (
                update run set removed_letters = removed_letters + g.count
                from (select run, sum(records) as count
                      from (select run, records from gone
                            union all select run, records from tries) problems
                      group by run) g
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

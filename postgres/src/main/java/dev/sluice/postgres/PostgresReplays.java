package dev.sluice.postgres;

import dev.sluice.deadletter.Change;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.deadletter.ReplayPayload;
import dev.sluice.deadletter.ReplayPlan;
import dev.sluice.deadletter.Replays;
import dev.sluice.run.Answer;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Replays in PostgreSQL. */
public final class PostgresReplays implements Replays {
  private final Database database;
  private final Dispatch dispatch;
  private final Supplier<UUID> ids;

  public PostgresReplays(Database database, Dispatch dispatch, Supplier<UUID> ids) {
    this.database = database;
    this.dispatch = dispatch;
    this.ids = ids;
  }

  @Override
  public List<Matching> matching(LetterFilter filter) {
    var conditions = new LetterConditions(filter).in(DeadLetter.State.OPEN);
    String sql =
        """
        select d.tenant, d.kind, d.name, count(*) as letters, sum(d.records) as records,
               max(d.id::text)::uuid as newest
        from dead_letter d %s
        group by d.tenant, d.kind, d.name order by d.tenant, d.kind, d.name
        """
            .formatted(conditions.sql());
    return database.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        var _ = conditions.bind(select);
        List<Matching> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            found.add(
                new Matching(
                    row.getString("tenant"),
                    RunKind.of(row.getString("kind")),
                    row.getString("name"),
                    row.getLong("letters"),
                    row.getLong("records"),
                    row.getObject("newest", UUID.class)));
          }
        }
        return found;
      }
    });
  }

  @Override
  public Change start(Single replay, @Nullable Answer answer) {
    Change change = database.write(connection -> start(connection, replay, answer));
    if (change instanceof Change.Done) {
      dispatch.ready(RunKind.REPLAY);
    }
    return change;
  }

  private static Change start(Connection connection, Single replay, @Nullable Answer answer)
      throws SQLException {
    NewBatch batch = replay.batch();
    if (!claim(connection, replay)) {
      return PostgresDeadLetterStore.changed(connection, replay.letter(), false);
    }
    DeadLetter letter = LetterRow.find(connection, replay.letter()).orElseThrow();
    PostgresBatchStore.insertRun(connection, batch.run(), batch.key());
    byte[] payload = new ReplayPayload(replay.onConflict(), null).write();
    PostgresBatchStore.insertReady(connection, batch, letter.records(), payload);
    Claims.note(connection, batch, List.of(letter.id()));
    if (answer != null) {
      PostgresAnswers.insert(connection, answer);
    }
    return new Change.Done(letter);
  }

  private static boolean claim(Connection connection, Single replay) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update dead_letter set state = 'replaying', held_by = ?, version = version + 1,
                   payload = coalesce(?, payload),
                   edited_at = case when ?::bytea is null then edited_at else now() end
            where id = ? and state = 'open'
            """)) {
      update.setObject(1, replay.batch().id());
      update.setBytes(2, replay.payload());
      update.setBytes(3, replay.payload());
      update.setObject(4, replay.letter());
      return update.executeUpdate() == 1;
    }
  }

  @Override
  public void begin(List<Planned> replays, @Nullable Answer answer) {
    database.write(connection -> {
      for (Planned replay : replays) {
        NewBatch batch = replay.batch();
        PostgresBatchStore.insertRun(connection, batch.run(), batch.key());
        byte[] payload = new ReplayPayload(replay.plan().onConflict(), replay.plan()).write();
        PostgresBatchStore.insertReady(connection, batch, 0, payload);
      }
      if (answer != null) {
        PostgresAnswers.insert(connection, answer);
      }
      return true;
    });
    dispatch.ready(RunKind.REPLAY);
  }

  @Override
  public Step step(Lease lease, ReplayPlan plan, int letters) {
    Step step =
        database.write(
            connection -> new Claims(connection, lease.batch(), plan, ids).next(lease, letters));
    dispatch.ready(RunKind.REPLAY);
    return step;
  }

  @Override
  public List<Held> held(UUID batch) {
    String sql =
        "select "
            + LetterRow.COLUMNS
            + """
            , d.original, d.payload
            from correction c join dead_letter d on d.id = c.letter and d.held_by = c.batch
            left join run r on r.id = d.run
            where c.batch = ? order by d.id
            """;
    return database.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setObject(1, batch);
        List<Held> held = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            held.add(new Held(LetterRow.letter(row), LetterRow.content(row)));
          }
        }
        return held;
      }
    });
  }

  @Override
  public List<Outcome> outcomes(UUID letter) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "select * from correction where letter = ? order by started_at desc, batch desc")) {
        select.setObject(1, letter);
        List<Outcome> outcomes = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            outcomes.add(outcome(row));
          }
        }
        return outcomes;
      }
    });
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    Optional<String> errors = Optional.ofNullable(row.getString("errors"));
    return new Outcome(
        row.getObject("letter", UUID.class),
        row.getObject("run", UUID.class),
        row.getObject("batch", UUID.class),
        row.getLong("records"),
        row.getLong("stored"),
        row.getLong("duplicate"),
        row.getLong("rejected"),
        row.getLong("dead"),
        row.getObject("record", UUID.class),
        row.getString("code"),
        errors.map(ErrorsJson::read).orElse(List.of()),
        Columns.instant(row, "started_at"),
        Columns.instantOrNull(row, "settled_at"));
  }
}

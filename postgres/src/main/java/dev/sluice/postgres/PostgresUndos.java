package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.imports.Undos;
import dev.sluice.run.Counts;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Lease;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Undoing imports in PostgreSQL. */
public final class PostgresUndos implements Undos {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int EXAMPLES = 20;

  private final Database database;
  private final Dispatch dispatch;
  private final Supplier<UUID> ids;

  public PostgresUndos(Database database, Dispatch dispatch, Supplier<UUID> ids) {
    this.database = database;
    this.dispatch = dispatch;
    this.ids = ids;
  }

  @Override
  public Optional<UUID> order(UUID id, UUID batch, Duration within) {
    Optional<UUID> run = database.write(connection -> order(connection, id, batch, within));
    dispatch.ready(RunKind.UNDO);
    return run;
  }

  private Optional<UUID> order(Connection connection, UUID id, UUID batch, Duration within)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            with subject as (
              select i.* from import i
              where i.id = ? and not i.dry_run and i.finished_at is not null
                and i.finished_at > now() - ? * interval '1 second'
              for update
            ), made as (
              insert into run (id, tenant, kind, name, period, in_totals)
              select ?, tenant, 'undo', name, id::text, false from subject
              on conflict (tenant, kind, name, period) do nothing
              returning id
            ), queued as (
              insert into batch (id, run, tenant, kind, name, dataset, definition, correlation,
                                 state, received, payload)
              select ?, made.id, s.tenant, 'undo', s.name, s.dataset, s.definition,
                     s.correlation, 'ready',
                     (select coalesce(sum(stored), 0) from batch where run = s.run),
                     convert_to(s.id::text, 'UTF8')
              from subject s, made returning 1
            )
            select id, (select count(*) from queued) from made
            union all
            select r.id, 0 from subject s
            join run r on r.tenant = s.tenant and r.kind = 'undo' and r.name = s.name
                      and r.period = s.id::text
            """)) {
      insert.setObject(1, id);
      insert.setLong(2, within.toSeconds());
      insert.setObject(3, ids.get());
      insert.setObject(4, batch);
      return PostgresImportStore.ids(insert).stream().findFirst();
    }
  }

  @Override
  public boolean step(Lease lease, Dataset dataset) {
    return database.write(connection -> {
      if (BatchRow.lock(connection, lease.batch().id(), lease.epoch()) != BatchRow.Hold.HELD) {
        return false;
      }
      UUID next = next(connection, lease);
      if (next == null) {
        return false;
      }
      new UndoStep(connection, lease.batch().run(), new DatasetTable(dataset), next).take();
      return true;
    });
  }

  /** The chunk that was settled last and is not taken back yet. */
  private static @Nullable UUID next(Connection connection, Lease lease) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select b.id from batch b
            where b.run = (select run from import where id = ?) and b.stored > 0
              and not exists (select from undo_step u where u.run = ? and u.batch = b.id)
            order by b.settled_at desc, b.id desc limit 1
            """)) {
      select.setObject(1, UUID.fromString(lease.batch().key().period()));
      select.setObject(2, lease.batch().run());
      return PostgresImportStore.ids(select).stream().findFirst().orElse(null);
    }
  }

  @Override
  public boolean settle(Lease lease) {
    return database.write(connection -> {
      UUID batch = lease.batch().id();
      if (BatchRow.lock(connection, batch, lease.epoch()) != BatchRow.Hold.HELD) {
        return false;
      }
      UUID run = lease.batch().run();
      long reverted = reverted(connection, run);
      long received = lease.batch().received();
      Counts counts =
          new Counts(received, reverted, received - reverted, received - reverted, 0, 0);
      BatchRow.markSettled(connection, batch, counts, null);
      // What an undo "stores" is what is gone: a recount finds no rows of its own.
      BatchRow.noteUnstored(connection, run, reverted);
      close(connection, run);
      return true;
    });
  }

  private static long reverted(Connection connection, UUID run) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select coalesce(sum(reverted), 0) from undo_step where run = ?")) {
      select.setObject(1, run);
      return PostgresImportStore.count(select);
    }
  }

  private static void close(Connection connection, UUID run) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update run set status = 'completed', closed_at = now() where id = ?")) {
      update.setObject(1, run);
      update.executeUpdate();
    }
  }

  @Override
  public Optional<Report> report(UUID id) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select r.id, r.closed_at is not null as over, coalesce(u.reverted, 0) as reverted,
                     coalesce(u.kept, 0) as kept, u.why
              from import i
              join run r on r.tenant = i.tenant and r.kind = 'undo' and r.name = i.name
                        and r.period = i.id::text
              left join (select run, sum(reverted) as reverted, sum(kept) as kept,
                                jsonb_agg(why) filter (where kept > 0) as why
                         from undo_step group by run) u on u.run = r.id
              where i.id = ?
              """)) {
        select.setObject(1, id);
        try (ResultSet row = select.executeQuery()) {
          return row.next()
              ? Optional.of(
                  new Report(
                      row.getObject("id", UUID.class),
                      row.getBoolean("over"),
                      row.getLong("reverted"),
                      row.getLong("kept"),
                      reasons(row.getString("why"))))
              : Optional.empty();
        }
      }
    });
  }

  /** Of all steps together, from {@code [[{"code","count","examples"}], ...]}. */
  private static List<Reason> reasons(@Nullable String json) {
    Map<String, Reason> reasons = new LinkedHashMap<>();
    if (json != null) {
      for (JsonNode step : JSON.readTree(json).values()) {
        for (JsonNode one : step.values()) {
          List<UUID> examples = new ArrayList<>();
          one.path("examples").values().forEach(id -> examples.add(UUID.fromString(id.asString())));
          Reason reason =
              new Reason(one.path("code").asString(), one.path("count").asLong(), examples);
          reasons.merge(reason.code(), reason, PostgresUndos::both);
        }
      }
    }
    return List.copyOf(reasons.values());
  }

  private static Reason both(Reason one, Reason other) {
    List<UUID> examples = new ArrayList<>(one.examples());
    other.examples().stream().limit(EXAMPLES - examples.size()).forEach(examples::add);
    return new Reason(one.code(), one.count() + other.count(), examples);
  }
}

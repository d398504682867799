package dev.sluice.postgres;

import dev.sluice.run.Books;
import dev.sluice.run.Counts;
import dev.sluice.run.Run;
import dev.sluice.run.RunKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The books in PostgreSQL. */
public final class PostgresBooks implements Books {
  /**
   * A run's counters and what its unfolded batches add; unsettled batches only count as received.
   */
  private static final String RUNS =
      """
      select r.id, r.tenant, r.kind, r.name, r.period, r.status, r.started_at, r.closed_at,
             r.received + coalesce(b.received, 0) as received,
             r.stored + coalesce(b.stored, 0) as stored,
             r.duplicate + coalesce(b.duplicate, 0) as duplicate,
             r.changed + coalesce(b.changed, 0) as changed,
             r.rejected + coalesce(b.rejected, 0) as rejected,
             r.dead + coalesce(b.dead, 0) as dead
      from run r left join lateral (
        select sum(received) as received, sum(stored) as stored, sum(duplicate) as duplicate,
               sum(changed) as changed, sum(rejected) as rejected, sum(dead) as dead
        from batch where batch.run = r.id and not folded) b on true
      """;

  private final Database database;

  public PostgresBooks(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Run> run(UUID id) {
    return database.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(RUNS + "where r.id = ?")) {
        select.setObject(1, id);
        return runs(select).stream().findFirst();
      }
    });
  }

  @Override
  public List<Run> runs(Query query) {
    return database.read(connection -> {
      String sql =
          RUNS
              + """
              where (?::text is null or r.kind = ?) and (?::text is null or r.name = ?)
                and (?::text is null or r.status = ?) and (?::text is null or r.tenant = ?)
                and (?::uuid is null or r.id < ?)
              order by r.id desc limit ?
              """;
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        int i = 0;
        String kind = query.kind() == null ? null : query.kind().label();
        String status =
            query.status() == null ? null : query.status().name().toLowerCase(Locale.ROOT);
        for (String value : new String[] {kind, query.name(), status, query.tenant()}) {
          select.setString(++i, value);
          select.setString(++i, value);
        }
        select.setObject(++i, query.before());
        select.setObject(++i, query.before());
        select.setInt(++i, query.limit());
        return runs(select);
      }
    });
  }

  private static List<Run> runs(PreparedStatement select) throws SQLException {
    List<Run> runs = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        runs.add(
            new Run(
                row.getObject("id", UUID.class),
                Columns.runKey(row),
                Run.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "closed_at"),
                counts(row)));
      }
    }
    return runs;
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(
        row.getLong("received"),
        row.getLong("stored"),
        row.getLong("duplicate"),
        row.getLong("changed"),
        row.getLong("rejected"),
        row.getLong("dead"));
  }

  @Override
  public Totals totals(@Nullable String tenant) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              with books as (
                select tenant, kind, in_totals, received, stored, duplicate, changed, rejected,
                       dead
                from run
                union all
                select r.tenant, r.kind, r.in_totals, b.received, b.stored, b.duplicate,
                       b.changed, b.rejected, b.dead
                from batch b join run r on r.id = b.run where not b.folded
              ), asked (tenant) as (values (?::text))
              select kind, sum(received) as received, sum(stored) as stored,
                     sum(duplicate) as duplicate, sum(changed) as changed,
                     sum(rejected) as rejected, sum(dead) as dead,
                     (select coalesce(sum(records), 0) from dead_letter d, asked a
                      where state <> 'resolved' and (a.tenant is null or d.tenant = a.tenant)
                        and exists (select from run r where r.id = d.run and r.in_totals))
                       as problems
              from books b, asked a where in_totals and (a.tenant is null or b.tenant = a.tenant)
              group by kind
              """)) {
        select.setString(1, tenant);
        return totals(select);
      }
    });
  }

  private static Totals totals(PreparedStatement select) throws SQLException {
    Counts total = Counts.ZERO;
    Map<RunKind, Counts> byKind = new EnumMap<>(RunKind.class);
    long problems = 0;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Counts counts = counts(row);
        byKind.put(RunKind.of(row.getString("kind")), counts);
        total = total.plus(counts);
        problems = row.getLong("problems");
      }
    }
    long resolved = total.rejected() + total.dead() - problems;
    return new Totals(total, byKind, problems, resolved);
  }

  @Override
  public List<Queue> queues() {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              with waiting as (
                select kind, count(*) as depth,
                       min(accepted_at) filter (where not_before is null or not_before <= now())
                         as oldest
                from batch where state = 'ready' group by kind
              )
              select k.kind, coalesce(w.depth, 0) as depth, w.oldest,
                (select count(*) from batch where state = 'leased' and batch.kind = k.kind)
                  as in_flight,
                (select count(*) from dead_letter d where cause = 'EXHAUSTED'
                   and state <> 'resolved' and d.kind = k.kind) as dead,
                coalesce((select paused from queue q where q.kind = k.kind), false) as paused
              from unnest(?::text[]) as k(kind) left join waiting w on w.kind = k.kind
              """)) {
        Object[] kinds = Arrays.stream(RunKind.values()).map(RunKind::label).toArray();
        select.setArray(1, connection.createArrayOf("text", kinds));
        List<Queue> queues = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            queues.add(
                new Queue(
                    RunKind.of(row.getString("kind")),
                    row.getLong("depth"),
                    Columns.instantOrNull(row, "oldest"),
                    row.getLong("in_flight"),
                    row.getLong("dead"),
                    row.getBoolean("paused")));
          }
        }
        return queues;
      }
    });
  }

  @Override
  public List<Difference> audit() {
    return database.readSnapshot(connection -> new Recount(connection).differences());
  }

  @Override
  public int fold(int limit) {
    return database.write(connection -> new RunFolding(connection).fold(limit));
  }

  @Override
  public int closeBefore(String period) {
    return database.write(connection -> {
      try (PreparedStatement close =
          connection.prepareStatement(
              """
              update run set status = 'completed', closed_at = now()
              where status = 'running' and kind = 'feed' and period < ?
                and not exists (select from batch where batch.run = run.id and not folded)
              """)) {
        close.setString(1, period);
        return close.executeUpdate();
      }
    });
  }

  @Override
  public int closeFinished(RunKind kind) {
    return database.write(connection -> {
      try (PreparedStatement close =
          connection.prepareStatement(
              """
              update run set closed_at = now(), status =
                case when exists (select from batch b where b.run = run.id and b.received = 0
                                  and b.failure is not null)
                     then 'failed' else 'completed' end
              where status = 'running' and kind = ?
                and not exists (select from batch where batch.run = run.id and not folded)
              """)) {
        close.setString(1, kind.label());
        return close.executeUpdate();
      }
    });
  }

  /** Ids are in order of time (RFC 9562), so only what was accepted that long ago is looked at. */
  @Override
  public int purge(Duration age, int limit) {
    return database.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement(
              """
              with old (moment, first_id_after) as (
                select moment, (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0')
                                || repeat('0', 20))::uuid
                from (values (now() - ? * interval '1 second')) v (moment)
              )
              delete from batch where id = any (array(
                select id from batch
                where id < (select first_id_after from old)
                  and folded and settled_at < (select moment from old)
                order by id limit ?))
              """)) {
        delete.setLong(1, age.toSeconds());
        delete.setInt(2, limit);
        return delete.executeUpdate();
      }
    });
  }
}

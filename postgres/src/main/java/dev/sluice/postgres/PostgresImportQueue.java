package dev.sluice.postgres;

import dev.sluice.imports.ImportQueue;
import dev.sluice.run.Dispatch;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Admission and end of imports in PostgreSQL; time is the database's. */
public final class PostgresImportQueue implements ImportQueue {
  private final Database database;
  private final Dispatch dispatch;
  private final Supplier<UUID> ids;

  public PostgresImportQueue(Database database, Dispatch dispatch, Supplier<UUID> ids) {
    this.database = database;
    this.dispatch = dispatch;
    this.ids = ids;
  }

  @Override
  public List<UUID> admit(Room room) {
    List<UUID> admitted =
        database.write(connection -> {
          lockAdmission(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  with limits as (
                    select * from unnest(?::text[], ?::int[]) as l(name, most)
                  ), under_way as (
                    select tenant, name, count(*) as count from import
                    where status in ('queued', 'running') and admitted_at is not null
                    group by tenant, name
                  ), busy as (
                    select tenant, sum(count) as count from under_way group by tenant
                  ), candidate as (
                    select id, tenant, name, queued_at,
                           row_number() over (partition by tenant, name order by queued_at, id)
                             as place
                    from import where status in ('queued', 'running') and admitted_at is null
                  ), waiting as (
                    select c.id, c.tenant,
                           row_number() over (partition by c.tenant order by c.queued_at, c.id)
                             as place
                    from candidate c
                    left join limits l on l.name = c.name
                    left join under_way u on u.tenant = c.tenant and u.name = c.name
                    where l.most is null or c.place + coalesce(u.count, 0) <= l.most
                  ), chosen as (
                    update import i set admitted_at = now()
                    from waiting w left join busy b on b.tenant = w.tenant
                    where i.id = w.id and w.place + coalesce(b.count, 0) <= ?
                    returning i.id, i.run
                  ), freed as (
                    update batch set state = 'ready' from chosen
                    where batch.run = chosen.run and batch.state = 'held' returning 1
                  )
                  select id, (select count(*) from freed) from chosen
                  """)) {
            List<Map.Entry<String, Integer>> types = List.copyOf(room.perType().entrySet());
            Object[] names = types.stream().map(Map.Entry::getKey).toArray();
            Object[] most = types.stream().map(Map.Entry::getValue).toArray();
            update.setArray(1, connection.createArrayOf("text", names));
            update.setArray(2, connection.createArrayOf("int4", most));
            update.setInt(3, room.perTenant());
            return PostgresImportStore.ids(update);
          }
        });
    admitted.forEach(id -> dispatch.ready(RunKind.IMPORT));
    return admitted;
  }

  /** One admission at a time, over all processes: two would each fill the last place. */
  private static void lockAdmission(Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(hashtextextended('import admission', 0))")) {
      lock.execute();
    }
  }

  @Override
  public boolean start(UUID id) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update import set status = 'running', started_at = coalesce(started_at, now())
              where id = ? and status = 'queued'
              """)) {
        update.setObject(1, id);
        return update.executeUpdate() == 1;
      }
    });
  }

  @Override
  public boolean finish(UUID id) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              with over as (
                select i.id, i.run from import i
                where i.id = ? and i.status in ('queued', 'running')
                  and i.admitted_at is not null
                  and not exists (select from batch
                      where run = i.run and not folded and state <> 'settled')
                for update
              ), books as (
                select r.id as run, r.rejected + coalesce(sum(b.rejected), 0) as rejected,
                       r.dead + coalesce(sum(b.dead), 0) as dead
                from over join run r on r.id = over.run
                left join batch b on b.run = r.id and not b.folded
                group by r.id, r.rejected, r.dead
              ), ended as (
                update import i set finished_at = now(),
                       started_at = coalesce(started_at, now()),
                       status = case when b.dead > 0 then 'failed'
                                     when b.rejected > 0 then 'completed_with_errors'
                                     else 'completed' end,
                       problem = case when b.dead > 0 then jsonb_build_object(
                         'code', 'dead-chunks', 'detail',
                         b.dead || ' rows could not be processed; their chunks are dead letters')
                         end
                from books b where i.run = b.run returning i.run, i.status
              ), closed as (
                update run set status = case when ended.status = 'failed' then 'failed'
                                             else 'completed' end, closed_at = now()
                from ended where run.id = ended.run returning run.id
              )
              select id from closed
              """)) {
        update.setObject(1, id);
        return over(connection, PostgresImportStore.ids(update));
      }
    });
  }

  @Override
  public List<UUID> finishable(int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select id from import i
              where status in ('queued', 'running') and admitted_at is not null
                and not exists (select from batch
                    where run = i.run and not folded and state <> 'settled')
              order by id limit ?
              """)) {
        select.setInt(1, limit);
        return PostgresImportStore.ids(select);
      }
    });
  }

  @Override
  public List<UUID> rest(Duration silence) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update import i set status = 'queued'
              where status = 'running'
                and started_at < now() - ? * interval '1 millisecond'
                and exists (select from batch
                    where run = i.run and not folded and state <> 'settled')
                and not exists (
                  select from batch where run = i.run
                    and greatest(renewed_at, settled_at) > now() - ? * interval '1 millisecond')
              returning id
              """)) {
        update.setLong(1, silence.toMillis());
        update.setLong(2, silence.toMillis());
        return PostgresImportStore.ids(update);
      }
    });
  }

  @Override
  public boolean cancel(UUID id) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              with stopped as (
                update import set status = 'cancelled', finished_at = now(), busy_until = null,
                       busy_by = null
                where id = ? and status in ('uploading', 'queued', 'running') returning run
              ), closed as (
                update run set status = 'cancelled', closed_at = now() from stopped
                where run.id = stopped.run returning run.id
              )
              select id from closed
              """)) {
        update.setObject(1, id);
        List<UUID> runs = PostgresImportStore.ids(update);
        for (UUID run : runs) {
          buryRest(connection, run);
        }
        return over(connection, runs);
      }
    });
  }

  private static boolean over(Connection connection, List<UUID> runs) throws SQLException {
    for (UUID run : runs) {
      DryRun.drop(connection, run);
    }
    return !runs.isEmpty();
  }

  /** In the order of their ids, as everybody who locks several batches does. */
  private void buryRest(Connection connection, UUID run) throws SQLException {
    List<UUID> left;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id from batch where run = ? and not folded and state <> 'settled'
            order by id for update
            """)) {
      select.setObject(1, run);
      left = PostgresImportStore.ids(select);
    }
    for (UUID batch : left) {
      Burial.cancel(connection, batch, ids.get());
    }
  }
}

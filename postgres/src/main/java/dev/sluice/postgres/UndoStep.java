package dev.sluice.postgres;

import static java.util.stream.Collectors.joining;

import dev.sluice.dataset.Dataset;
import dev.sluice.record.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes one batch back, within the caller's transaction: rows it replaced get their images, rows it
 * brought go, and statistics and books follow. A dead letter that such a row resolved is open
 * again. A row that another batch has replaced since is no longer this one's to take back.
 */
final class UndoStep {
  private final Connection connection;
  private final UUID undo;
  private final DatasetTable table;
  private final UUID batch;

  UndoStep(Connection connection, UUID undo, DatasetTable table, UUID batch) {
    this.connection = connection;
    this.undo = undo;
    this.table = table;
    this.batch = batch;
  }

  void take() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql())) {
      statement.setString(1, table.dataset().name());
      statement.setObject(2, batch);
      statement.setObject(3, undo);
      statement.execute();
    }
  }

  private String sql() {
    Dataset dataset = table.dataset();
    String columns =
        Stream.concat(
                DatasetTable.SYSTEM.stream().filter(name -> !name.equals("_id")),
                dataset.columns().stream().map(column -> DatasetTable.quoted(column.name())))
            .map(name -> name + " = o." + name)
            .collect(joining(", "));
    return """
    with subject as (
      select ?::text as dataset, ?::uuid as batch, ?::uuid as undo
    ), images as (
      select i.id, i.image from before_image i, subject s
      where i.dataset = s.dataset and i.by_batch = s.batch
    ), was as (
      select t.* from %1$s t, subject s
      where t._batch = s.batch and t._id in (select id from images) for update of t
    ), restored as (
      update %1$s t set %2$s
      from (select (jsonb_populate_record(null::%1$s, i.image)).* from images i
            where i.id in (select _id from was)) o
      where t._id = o._id returning t.*
    ), used as (
      delete from before_image b using subject s
      where b.dataset = s.dataset and b.by_batch = s.batch and b.id in (select _id from was)
      returning 1
    ), deleted as (
      delete from %1$s t using subject s
      where t._batch = s.batch and t._id not in (select id from images) returning t.*
    ), opened as (
      update dead_letter d
      set state = 'open', resolution = null, resolved_at = null, record = null,
          version = d.version + 1
      from correction c, subject s
      where c.batch = s.batch and c.letter = d.id and c.stored > 0
        and d.resolution = 'stored' and d.record = c.record
        and d.record in (select _id from restored union all select _id from deleted)
      returning 1
    ), deltas as (
      insert into statistics_delta (dataset, tenant, source, day, count, sums)
      select (select dataset from subject), _tenant, _source, _day, sum(_times), %3$s
      from (select -1 as _times, %4$s from was union all select 1, %4$s from restored
            union all select -1, %4$s from deleted) as moved
      group by _tenant, _source, _day returning 1
    ), counted as (
      select (select count(*) from restored) + (select count(*) from deleted) as reverted,
             b.stored, b.run,
             (select count(*) from before_image i, subject s
              where i.dataset = s.dataset and i.old_batch = s.batch) as changed,
             (select coalesce(jsonb_agg(id), '[]') from (
                select i.id from before_image i, subject s
                where i.dataset = s.dataset and i.old_batch = s.batch limit 20) x) as examples
      from batch b, subject s where b.id = s.batch
    ), books as (
      update run set removed_rows = removed_rows + c.reverted from counted c
      where run.id = c.run returning 1
    )
    insert into undo_step (run, batch, reverted, kept, why)
    select s.undo, s.batch, c.reverted, c.stored - c.reverted,
           (select coalesce(jsonb_agg(w.why), '[]') from (
              select jsonb_build_object('code', 'changed-since', 'count', c.changed,
                                        'examples', c.examples) as why where c.changed > 0
              union all
              select jsonb_build_object('code', 'gone', 'count',
                                        c.stored - c.reverted - c.changed, 'examples', '[]'::jsonb)
              where c.stored - c.reverted - c.changed > 0) w)
    from counted c, subject s
    """
        .formatted(table.name(), columns, table.statisticsSums("_times"), moved());
  }

  /** Of a row that comes or goes: the cell it counts in, and what is summed. */
  private String moved() {
    String sums =
        table.dataset().all(Column.Role.SUM).stream()
            .map(column -> ", " + DatasetTable.quoted(column.name()))
            .collect(joining());
    return "_tenant, "
        + table.statisticsSource()
        + " as _source, "
        + table.statisticsDay()
        + " as _day"
        + sums;
  }
}

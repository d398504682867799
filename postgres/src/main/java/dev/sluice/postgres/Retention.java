package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Takes old rows away again, and says so in statistics and books in the same transaction. */
final class Retention {
  private final Connection connection;
  private final DatasetTable table;

  Retention(Connection connection, DatasetTable table) {
    this.connection = connection;
    this.table = table;
  }

  int purge(Duration age, int limit) throws SQLException {
    Plans.withoutScans(connection);
    try (PreparedStatement purge = connection.prepareStatement(sql())) {
      purge.setLong(1, age.toSeconds());
      purge.setInt(2, limit);
      purge.setString(3, table.dataset().name());
      try (ResultSet row = purge.executeQuery()) {
        row.next();
        return row.getInt("removed");
      }
    }
  }

  static int purgeImages(Connection connection, Duration age, int limit) throws SQLException {
    try (PreparedStatement purge =
        connection.prepareStatement(
            """
            with gone as (
              delete from before_image where (dataset, id, by_batch) in (
                select dataset, id, by_batch from before_image
                where replaced_at < now() - ? * interval '1 second' limit ?)
              returning old_run
            ), runs as (
              update run set removed_rows = removed_rows + g.count
              from (select old_run, count(*) as count from gone group by old_run) g
              where run.id = g.old_run
              returning 1
            )
            select (select count(*) from gone) as removed, (select count(*) from runs)
            """)) {
      purge.setLong(1, age.toSeconds());
      purge.setInt(2, limit);
      try (ResultSet row = purge.executeQuery()) {
        row.next();
        return row.getInt("removed");
      }
    }
  }

  private String sql() {
    return """
    with gone as (
      delete from %1$s where ctid = any (array(
        select ctid from %1$s where _accepted_at < now() - ? * interval '1 second'
        limit ? for update skip locked))
      returning *
    ), runs as (
      update run set removed_rows = removed_rows + g.count
      from (select _run, count(*) as count from gone group by _run) g where run.id = g._run
      returning 1
    ), deltas as (
      insert into statistics_delta (dataset, tenant, source, day, count, sums)
      select ?, _tenant, %2$s, %3$s, -count(*), %4$s
      from gone group by 2, 3, 4
      returning 1
    )
    select (select count(*) from gone) as removed, (select count(*) from runs),
           (select count(*) from deltas)
    """
        .formatted(
            table.name(),
            table.statisticsSource(),
            table.statisticsDay(),
            table.statisticsSums("-1"));
  }
}

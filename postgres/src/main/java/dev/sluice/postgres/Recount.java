package dev.sluice.postgres;

import dev.sluice.run.Books.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Counts rows and dead letters from the tables themselves and holds them against the books, by run
 * and, for batches not yet purged, by batch.
 */
final class Recount {
  private final Connection connection;

  Recount(Connection connection) {
    this.connection = connection;
  }

  List<Difference> differences() throws SQLException {
    String rows = rows();
    List<Difference> differences = new ArrayList<>();
    differences.addAll(stored(rows));
    differences.addAll(letters());
    differences.addAll(desk());
    differences.addAll(unbalanced());
    return differences;
  }

  /** One select that gives (_run, _batch) of every row that was ever stored and not purged. */
  private String rows() throws SQLException {
    StringBuilder union =
        new StringBuilder("select old_run as _run, old_batch as _batch from before_image");
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("select name from dataset order by name")) {
      while (row.next()) {
        union.append(" union all select _run, _batch from public.");
        union.append(DatasetTable.quoted(row.getString(1)));
      }
    }
    return union.toString();
  }

  private List<Difference> stored(String rows) throws SQLException {
    String sql =
        """
        with found as (select _run as run, _batch as batch, count(*) as count
                       from (%s) all_rows group by 1, 2),
        by_batch as (
          select coalesce(b.run, f.run) as run, coalesce(b.id, f.batch) as batch,
                 coalesce(b.stored, 0) as books, coalesce(f.count, 0) as found
          from batch b full join found f on f.batch = b.id
          where coalesce(b.stored, 0) <> coalesce(f.count, 0)
            -- a purged batch is counted in its run alone; a purged row is missing on purpose
            and b.id is not null
            and not exists (select from run r where r.id = b.run and r.removed_rows > 0)
        ), by_run as (
          select r.id as run, r.stored + coalesce(b.stored, 0) as books,
                 coalesce(f.count, 0) + r.removed_rows as found
          from run r
          left join (select run, sum(stored) as stored from batch where not folded group by run) b
            on b.run = r.id
          left join (select run, sum(count) as count from found group by run) f on f.run = r.id
        ), strangers as (
          select f.run, sum(f.count) as found from found f
          where not exists (select from run r where r.id = f.run) group by f.run
        )
        select run, batch, 'stored' as what, books, found from by_batch
        union all
        select run, null, 'stored', books, found from by_run where books <> found
        union all
        select run, null, 'stored', 0, found from strangers
        """
            .formatted(rows);
    return read(sql);
  }

  private List<Difference> letters() throws SQLException {
    return read(
        """
        with found as (
          -- A letter that fails again is counted by the run that tried, and stays where it was.
          select run, batch, sum(records) as records
          from (select run, batch, records from dead_letter
                union all
                select run, batch, rejected + dead from correction) problems
          group by run, batch
        ), by_batch as (
          select b.run, b.id as batch, b.rejected + b.dead as books,
                 coalesce(f.records, 0) as found
          from batch b left join found f on f.batch = b.id
          where not exists (select from run r where r.id = b.run and r.removed_letters > 0)
        ), by_run as (
          select r.id as run, r.rejected + r.dead + coalesce(b.count, 0) as books,
                 coalesce(f.count, 0) + r.removed_letters as found
          from run r
          left join (select run, sum(rejected + dead) as count from batch where not folded
                     group by run) b on b.run = r.id
          left join (select run, sum(records) as count from found group by run) f
            on f.run = r.id
        )
        select run, batch, 'dead letters' as what, books, found from by_batch where books <> found
        union all
        select run, null, 'dead letters', books, found from by_run where books <> found
        """);
  }

  /** Open problems and resolved ones are all there were; and what is replaying can still end. */
  private List<Difference> desk() throws SQLException {
    return read(
        """
        select d.run, d.held_by as batch, 'letters held by no batch' as what, 0::bigint as books,
               sum(d.records)::bigint as found
        from dead_letter d
        where d.state = 'replaying'
          and not exists (select from batch b join correction c on c.batch = b.id
                          where b.id = d.held_by and b.state <> 'settled' and c.letter = d.id
                            and c.settled_at is null)
        group by d.run, d.held_by
        union all
        select c.run, c.batch, 'further tries', b.received, sum(c.records)::bigint
        from correction c join batch b on b.id = c.batch
        where b.kind = 'replay'
          and not exists (select from run r where r.id = c.run and r.removed_letters > 0)
        group by c.run, c.batch, b.received having b.received <> sum(c.records)
        """);
  }

  /** What the tables' own checks forbid; looked at all the same. */
  private List<Difference> unbalanced() throws SQLException {
    return read(
        """
        select run, id as batch, 'received' as what, received::bigint as books,
               (stored + duplicate + rejected + dead)::bigint as found
        from batch where state = 'settled' and received <> stored + duplicate + rejected + dead
        union all
        select id, null, 'received', received, stored + duplicate + rejected + dead
        from run where received <> stored + duplicate + rejected + dead
        """);
  }

  private List<Difference> read(String sql) throws SQLException {
    List<Difference> differences = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        differences.add(
            new Difference(
                row.getObject("run", UUID.class),
                row.getObject("batch", UUID.class),
                row.getString("what"),
                row.getLong("books"),
                row.getLong("found")));
      }
    }
    return differences;
  }
}

package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds settled batches into their runs and senders, in one transaction. It locks runs as an update
 * without their keys does: a batch that lands refers to its run and would wait for a stronger lock.
 */
final class RunFolding {
  /** Whoever changes what is folded of senders holds this lock. */
  static final String LOCK = "hashtextextended('fold', 0)";

  private final Connection connection;

  RunFolding(Connection connection) {
    this.connection = connection;
  }

  /** Returns how many; none where another process is folding just now. */
  int fold(int limit) throws SQLException {
    if (!alone()) {
      return 0;
    }
    int taken = 0;
    List<Seen> seen = new ArrayList<>();
    try (PreparedStatement fold =
        connection.prepareStatement(
            """
            with taken as (
              update batch set folded = true where id = any (array(
                select id from batch where state = 'settled' and not folded
                order by id limit ? for update skip locked))
              returning id, run, tenant, name, seen, accepted_at,
                        received, stored, duplicate, changed, rejected, dead
            ), sums as (
              select run, sum(received) as received, sum(stored) as stored,
                     sum(duplicate) as duplicate, sum(changed) as changed,
                     sum(rejected) as rejected, sum(dead) as dead
              from taken group by run
            ), locked as (
              select id from run where id in (select run from sums) order by id for no key update
            ), added as (
              update run r set received = r.received + s.received,
                     stored = r.stored + s.stored, duplicate = r.duplicate + s.duplicate,
                     changed = r.changed + s.changed, rejected = r.rejected + s.rejected,
                     dead = r.dead + s.dead
              from sums s, locked where r.id = s.run and locked.id = r.id
              returning 1
            )
            select t.tenant, t.name, t.seen, t.accepted_at, c.taken
            from (select (select count(*) from taken) as taken, (select count(*) from added)) c
            left join taken t on t.seen is not null
            order by t.id
            """)) {
      fold.setInt(1, limit);
      try (ResultSet row = fold.executeQuery()) {
        while (row.next()) {
          taken = row.getInt("taken");
          if (row.getString("seen") != null) {
            seen.addAll(Seen.of(row));
          }
        }
      }
    }
    if (!seen.isEmpty()) {
      foldSenders(seen);
    }
    return taken;
  }

  /** One folds at a time, over all processes, so that batches are taken in their order. */
  private boolean alone() throws SQLException {
    try (PreparedStatement lock =
            connection.prepareStatement("select pg_try_advisory_xact_lock(" + LOCK + ")");
        ResultSet row = lock.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void foldSenders(List<Seen> seen) throws SQLException {
    SenderTable table = new SenderTable(connection);
    SenderFolding folding = new SenderFolding();
    Set<Seen.SenderKey> keys = new LinkedHashSet<>();
    seen.forEach(one -> keys.add(one.sender()));
    table.find(keys).forEach(folding::known);
    seen.forEach(folding::add);
    table.write(folding.senders());
  }
}

package dev.sluice.postgres;

import dev.sluice.sequence.Counting;
import dev.sluice.sequence.Notice;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.Sender;
import dev.sluice.sequence.SenderStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Senders in PostgreSQL; {@link RunFolding} writes what this reads. */
public final class PostgresSenderStore implements SenderStore {
  private static final int FOLDED_AT_ONCE = 1_000;

  private final Database database;

  public PostgresSenderStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Sender> senders(String tenant, String feed, int limit) {
    return database.readSnapshot(connection -> {
      SenderFolding folding = new SenderFolding();
      folded(connection, tenant, feed).forEach(folding::known);
      unfolded(connection, tenant, feed).forEach(folding::add);
      return folding.senders().stream()
          .sorted(Comparator.comparing(Sender::lastAt).reversed())
          .limit(limit)
          .sorted(Comparator.comparing(Sender::source))
          .toList();
    });
  }

  private static List<Sender> folded(Connection connection, String tenant, String feed)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select * from sender where tenant = ? and feed = ?")) {
      select.setString(1, tenant);
      select.setString(2, feed);
      return SenderTable.read(select);
    }
  }

  /** What is in the queue was seen, too. */
  private static List<Seen> unfolded(Connection connection, String tenant, String feed)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, tenant, name, seen, accepted_at from batch
            where state = 'settled' and not folded and seen is not null
              and tenant = ? and name = ?
            union all
            select id, tenant, name, seen, accepted_at from batch
            where not folded and state in ('ready', 'leased') and kind = 'feed' and seen is not null
              and tenant = ? and name = ?
            order by id
            """)) {
      select.setString(1, tenant);
      select.setString(2, feed);
      select.setString(3, tenant);
      select.setString(4, feed);
      List<Seen> seen = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          seen.addAll(Seen.of(row));
        }
      }
      return seen;
    }
  }

  @Override
  public List<Sender> recent(int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("select * from sender order by last_at desc limit ?")) {
        select.setInt(1, limit);
        return SenderTable.read(select);
      }
    });
  }

  @Override
  public List<Notice> gaps(Duration stayed, int limit) {
    return database.write(connection -> {
      try (PreparedStatement look =
          connection.prepareStatement(
              """
              with old as (
                select * from sender
                where looked_at <= now() - ? * interval '1 millisecond'
                  and (missing <> announced or missing <> candidate)
                order by tenant, feed, source limit ? for update skip locked
              ), told as (
                update sender s set candidate = o.missing, looked_at = now(),
                       announced = (o.announced + o.candidate) * o.missing
                from old o
                where s.tenant = o.tenant and s.feed = o.feed and s.source = o.source
              )
              select tenant, feed, source, (candidate * missing) - announced as opened,
                     announced - missing as closed
              from old
              """)) {
        look.setLong(1, stayed.toMillis());
        look.setInt(2, limit);
        List<Notice> notices = new ArrayList<>();
        try (ResultSet row = look.executeQuery()) {
          while (row.next()) {
            List<Range> opened = SenderTable.ranges(row.getString("opened"));
            List<Range> closed = SenderTable.ranges(row.getString("closed"));
            if (!opened.isEmpty() || !closed.isEmpty()) {
              notices.add(
                  new Notice.Gaps(
                      row.getString("tenant"),
                      row.getString("feed"),
                      row.getString("source"),
                      opened,
                      closed));
            }
          }
        }
        return notices;
      }
    });
  }

  @Override
  public List<Notice> silences(String tenant, String feed, Duration expected) {
    return database.write(connection -> {
      try (PreparedStatement change =
          connection.prepareStatement(
              """
              update sender set silent = not silent
              where tenant = ? and feed = ?
                and silent <> (last_at < now() - ? * interval '1 millisecond')
                and not exists (select from batch b where b.kind = 'feed' and b.name = sender.feed
                                  and b.tenant = sender.tenant and not b.folded
                                  and b.state in ('ready', 'leased'))
              returning tenant, feed, source, last_at, silent
              """)) {
        change.setString(1, tenant);
        change.setString(2, feed);
        change.setLong(3, expected.toMillis());
        List<Notice> notices = new ArrayList<>();
        try (ResultSet row = change.executeQuery()) {
          while (row.next()) {
            var lastAt = Columns.instant(row, "last_at");
            String source = row.getString("source");
            notices.add(
                row.getBoolean("silent")
                    ? new Notice.Silent(tenant, feed, source, lastAt)
                    : new Notice.Back(tenant, feed, source, lastAt));
          }
        }
        return notices;
      }
    });
  }

  @Override
  public Optional<Sender> dismiss(String tenant, String feed, String source, Range numbers) {
    return database.write(connection -> {
      try (PreparedStatement lock =
          connection.prepareStatement("select pg_advisory_xact_lock(" + RunFolding.LOCK + ")")) {
        lock.execute();
      }
      // What was seen may lie in batches that are not folded yet, and would open the gap again.
      RunFolding folding = new RunFolding(connection);
      while (folding.fold(FOLDED_AT_ONCE) == FOLDED_AT_ONCE) {}
      SenderTable table = new SenderTable(connection);
      Optional<Sender> found =
          table.find(List.of(new Seen.SenderKey(tenant, feed, source))).stream()
              .map(sender -> without(sender, numbers))
              .findFirst();
      if (found.isPresent()) {
        table.write(List.of(found.get()));
      }
      return found;
    });
  }

  private static Sender without(Sender sender, Range numbers) {
    Counting counting = new Counting(sender.numbers());
    counting.dismiss(numbers);
    return new Sender(
        sender.tenant(), sender.feed(), sender.source(), counting.numbers(), sender.lastAt());
  }

  @Override
  public int purge(Duration age, int limit) {
    return database.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement(
              """
              delete from sender where (tenant, feed, source) in (
                select tenant, feed, source from sender
                where last_at < now() - ? * interval '1 second' limit ?)
              """)) {
        delete.setLong(1, age.toSeconds());
        delete.setInt(2, limit);
        return delete.executeUpdate();
      }
    });
  }
}

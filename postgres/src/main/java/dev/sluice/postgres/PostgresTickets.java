package dev.sluice.postgres;

import dev.sluice.live.Tickets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Optional;

/**
 * Tickets in PostgreSQL, so that one process can spend what another gave; time is the database's.
 */
public final class PostgresTickets implements Tickets {
  private final Database database;

  public PostgresTickets(Database database) {
    this.database = database;
  }

  @Override
  public void issue(byte[] hash, String holder, Duration good) {
    database.write(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into live_ticket (hash, holder, expires_at)
              values (?, ?, now() + ? * interval '1 millisecond')
              on conflict (hash) do nothing
              """)) {
        insert.setBytes(1, hash);
        insert.setString(2, holder);
        insert.setLong(3, good.toMillis());
        return insert.executeUpdate();
      }
    });
  }

  @Override
  public Optional<String> spend(byte[] hash) {
    return database.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement(
              "delete from live_ticket where hash = ? returning holder, expires_at > now() as"
                  + " good")) {
        delete.setBytes(1, hash);
        try (ResultSet row = delete.executeQuery()) {
          return row.next() && row.getBoolean("good")
              ? Optional.of(row.getString("holder"))
              : Optional.empty();
        }
      }
    });
  }

  @Override
  public int purge(int limit) {
    return database.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement(
              """
              delete from live_ticket where hash in (
                select hash from live_ticket where expires_at <= now() limit ?)
              """)) {
        delete.setInt(1, limit);
        return delete.executeUpdate();
      }
    });
  }
}

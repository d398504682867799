package dev.sluice.postgres;

import dev.sluice.run.BatchStore;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs and queued batches in PostgreSQL; time is the database's. */
public final class PostgresBatchStore implements BatchStore {
  private static final Logger log = LoggerFactory.getLogger(PostgresBatchStore.class);

  private final Database database;
  private final Dispatch dispatch;
  private final Supplier<UUID> ids;

  public PostgresBatchStore(Database database, Dispatch dispatch, Supplier<UUID> ids) {
    this.database = database;
    this.dispatch = dispatch;
    this.ids = ids;
  }

  @Override
  public UUID open(RunKey key) {
    return database.write(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into run (id, tenant, kind, name, period, in_totals)
              values (?, ?, ?, ?, ?, ?)
              on conflict (tenant, kind, name, period) do update set period = excluded.period
              returning id
              """)) {
        insert.setObject(1, ids.get());
        insert.setString(2, key.tenant());
        insert.setString(3, key.kind().label());
        insert.setString(4, key.name());
        insert.setString(5, key.period());
        insert.setBoolean(6, key.kind().inTotals());
        return firstId(insert);
      }
    });
  }

  /** A run with the id its maker chose, within the caller's transaction. */
  static void insertRun(Connection connection, UUID id, RunKey key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into run (id, tenant, kind, name, period, in_totals) values (?, ?, ?, ?, ?, ?)
            """)) {
      insert.setObject(1, id);
      insert.setString(2, key.tenant());
      insert.setString(3, key.kind().label());
      insert.setString(4, key.name());
      insert.setString(5, key.period());
      insert.setBoolean(6, key.kind().inTotals());
      insert.executeUpdate();
    }
  }

  @Override
  public void accept(NewBatch batch, int received, byte[] payload) {
    database.write(connection -> {
      insertReady(connection, batch, received, payload);
      return true;
    });
    dispatch.ready(batch.key().kind());
  }

  /** Within the caller's transaction. */
  static void insertReady(Connection connection, NewBatch batch, int received, byte[] payload)
      throws SQLException {
    Pipeline alone = new Pipeline();
    BatchRow.insertReady(connection, alone, batch, received, payload);
    alone.run(connection);
  }

  @Override
  public List<Lease> lease(LeaseRequest request, int most) {
    return database.write(connection -> new Leasing(connection, request, most).next());
  }

  @Override
  public boolean renew(Lease lease, Duration duration) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update batch set lease_until = now() + ? * interval '1 millisecond', renewed_at = now()
              where id = ? and epoch = ? and state = 'leased'
              """)) {
        update.setLong(1, duration.toMillis());
        update.setObject(2, lease.batch().id());
        update.setLong(3, lease.epoch());
        return update.executeUpdate() == 1;
      }
    });
  }

  @Override
  public boolean release(Lease lease, Duration delay, String reason, boolean attempt) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update batch set state = 'ready', owner = null, lease_until = null,
                     not_before = now() + ? * interval '1 millisecond',
                     failure = ?, attempts = attempts + ?
              where id = ? and epoch = ? and state = 'leased'
              """)) {
        update.setLong(1, delay.toMillis());
        update.setString(2, reason);
        update.setInt(3, attempt ? 1 : 0);
        update.setObject(4, lease.batch().id());
        update.setLong(5, lease.epoch());
        return update.executeUpdate() == 1;
      }
    });
  }

  @Override
  public boolean bury(Lease lease, String code, String reason) {
    return database.write(connection ->
        Burial.bury(connection, lease.batch().id(), lease.epoch(), ids.get(), code, reason));
  }

  @Override
  public int rescue(int limit) {
    List<Expired> rescued =
        database.write(connection -> {
          List<Expired> found = expired(connection, limit);
          for (Expired expired : found) {
            if (expired.isDead()) {
              Burial.bury(
                  connection,
                  expired.id(),
                  expired.epoch(),
                  ids.get(),
                  "crashed",
                  "its worker crashed " + DEAD_AFTER + " times");
            } else {
              makeReady(connection, expired.id());
            }
          }
          return found;
        });
    rescued.forEach(Expired::tell);
    return rescued.size();
  }

  private record Expired(UUID id, long epoch, int rescues, String owner, String correlation) {
    boolean isDead() {
      return rescues + 1 >= DEAD_AFTER;
    }

    void tell() {
      log.atWarn()
          .addKeyValue("correlationId", correlation)
          .addKeyValue("batch", id)
          .addKeyValue("epoch", epoch)
          .addKeyValue("owner", owner)
          .addKeyValue("rescues", rescues + 1)
          .log(isDead() ? "batch dead: its worker crashed" : "batch rescued");
    }
  }

  private static List<Expired> expired(Connection connection, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, epoch, rescues, owner, correlation from batch
            where state = 'leased' and lease_until < now()
            order by id limit ? for update skip locked
            """)) {
      select.setInt(1, limit);
      List<Expired> expired = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          expired.add(
              new Expired(
                  row.getObject("id", UUID.class),
                  row.getLong("epoch"),
                  row.getInt("rescues"),
                  row.getString("owner"),
                  row.getString("correlation")));
        }
      }
      return expired;
    }
  }

  private static void makeReady(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update batch set state = 'ready', rescues = rescues + 1, owner = null,
                   lease_until = null, not_before = null
            where id = ?
            """)) {
      update.setObject(1, id);
      update.executeUpdate();
    }
  }

  @Override
  public void pause(RunKind kind, boolean paused) {
    database.write(connection -> {
      try (PreparedStatement upsert =
          connection.prepareStatement(
              """
              insert into queue (kind, paused) values (?, ?)
              on conflict (kind) do update set paused = excluded.paused
              """)) {
        upsert.setString(1, kind.label());
        upsert.setBoolean(2, paused);
        return upsert.executeUpdate();
      }
    });
    if (!paused) {
      dispatch.ready(kind);
    }
  }

  private static UUID firstId(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getObject(1, UUID.class);
    }
  }
}

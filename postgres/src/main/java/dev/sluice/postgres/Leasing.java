package dev.sluice.postgres;

import dev.sluice.run.Batch;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Claim;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Finds the next batches in turn and grants their leases, within the caller's transaction. */
final class Leasing {
  /** So many runs are looked at for a tenant of whom nothing is under way. */
  private static final int LOOK = 50;

  private final Connection connection;
  private final LeaseRequest request;
  private final int most;

  Leasing(Connection connection, LeaseRequest request, int most) {
    this.connection = connection;
    this.request = request;
    this.most = most;
  }

  /**
   * A tenant of whom nothing is under way comes first, so that it waits for no more than the
   * batches that are. Otherwise runs take turns: those after the one served last, then all from the
   * start.
   */
  List<Lease> next() throws SQLException {
    Map<String, Integer> underWay = underWay();
    if (!underWay.isEmpty()) {
      List<Lease> leases = inTurn(tenant -> underWay.containsKey(tenant) ? 0 : cap(), LOOK);
      if (!leases.isEmpty()) {
        return leases;
      }
    }
    return inTurn(tenant -> cap() - underWay.getOrDefault(tenant, 0), Integer.MAX_VALUE);
  }

  private int cap() {
    return request.tenantCap();
  }

  private List<Lease> inTurn(ToIntFunction<String> room, int steps) throws SQLException {
    List<Lease> leases = nextAfter(request.after(), room, steps);
    return !leases.isEmpty() || request.after().equals(LeaseRequest.FIRST)
        ? leases
        : nextAfter(LeaseRequest.FIRST, room, steps);
  }

  /** Leased batches of this kind by tenant. */
  private Map<String, Integer> underWay() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select tenant, count(*) from batch where state = 'leased' and kind = ? group by tenant
            """)) {
      select.setString(1, request.kind().label());
      Map<String, Integer> batches = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          batches.put(row.getString(1), row.getInt(2));
        }
      }
      return batches;
    }
  }

  /**
   * Walks the ready runs in id order from {@code after}; each step is one seek in an index. Whether
   * the queue is paused has nothing to do with a batch: asked of each, the planner believes that
   * almost none is left, and reads and sorts all.
   *
   * @param room for so many batches of a tenant; runs of those with none are passed by
   */
  private List<Lease> nextAfter(UUID after, ToIntFunction<String> room, int steps)
      throws SQLException {
    UUID run = after;
    for (int step = 0; step < steps; step++) {
      int wanted;
      try (PreparedStatement seek =
          connection.prepareStatement(
              """
              select run, tenant from batch
              where state = 'ready' and kind = ? and run > ?
                and (not_before is null or not_before <= now())
                and not exists (select from queue where kind = ? and paused)
              order by run, accepted_at, id limit 1
              """)) {
        seek.setString(1, request.kind().label());
        seek.setObject(2, run);
        seek.setString(3, request.kind().label());
        try (ResultSet row = seek.executeQuery()) {
          if (!row.next()) {
            return List.of();
          }
          run = row.getObject(1, UUID.class);
          wanted = Math.min(most, room.applyAsInt(row.getString(2)));
        }
      }
      if (wanted > 0) {
        List<UUID> chosen = choose(run, wanted);
        if (!chosen.isEmpty()) {
          return grant(chosen);
        }
      }
    }
    return List.of();
  }

  /** Oldest first. The limit is no parameter: unknown, it would be planned as a tenth of all. */
  private List<UUID> choose(UUID run, int wanted) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, attempts + rescues > 0 as troubled, received,
                   coalesce(octet_length(payload), 0) as bytes
            from batch
            where state = 'ready' and kind = ? and run = ?
              and (not_before is null or not_before <= now())
            order by accepted_at, id limit %d for update skip locked
            """
                .formatted(most))) {
      select.setString(1, request.kind().label());
      select.setObject(2, run);
      List<UUID> chosen = new ArrayList<>();
      long records = 0;
      long bytes = 0;
      boolean alone = false;
      try (ResultSet row = select.executeQuery()) {
        while (!alone && chosen.size() < wanted && row.next()) {
          alone = row.getBoolean("troubled");
          records += row.getInt("received");
          bytes += row.getLong("bytes");
          boolean fits =
              !alone
                  && records <= BatchStore.RECORDS_TOGETHER
                  && bytes <= BatchStore.BYTES_TOGETHER;
          if (!fits && !chosen.isEmpty()) {
            break;
          }
          chosen.add(row.getObject("id", UUID.class));
        }
      }
      return chosen;
    }
  }

  private List<Lease> grant(List<UUID> chosen) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update batch set state = 'leased', epoch = epoch + 1, owner = ?,
                   lease_until = now() + ? * interval '1 millisecond', renewed_at = now()
            where id = any(?)
            returning *, (select period from run where run.id = batch.run) as period
            """)) {
      Plans.anew(update);
      update.setString(1, request.owner());
      update.setLong(2, request.duration().toMillis());
      update.setArray(3, BinaryArray.of(connection, chosen));
      List<Lease> leases = new ArrayList<>();
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          leases.add(new Lease(batch(row), row.getLong("epoch")));
        }
      }
      leases.sort(Comparator.comparingInt(lease -> chosen.indexOf(lease.batch().id())));
      return leases;
    }
  }

  private static Batch batch(ResultSet row) throws SQLException {
    return new Batch(
        row.getObject("id", UUID.class),
        row.getObject("run", UUID.class),
        Columns.runKey(row),
        row.getString("dataset"),
        row.getString("definition"),
        row.getInt("received"),
        row.getInt("attempts"),
        row.getInt("rescues"),
        payload(row),
        claim(row),
        row.getString("correlation"),
        Columns.instant(row, "accepted_at"));
  }

  private static byte[] payload(ResultSet row) throws SQLException {
    byte[] payload = row.getBytes("payload");
    return payload == null ? new byte[0] : payload;
  }

  private static @Nullable Claim claim(ResultSet row) throws SQLException {
    String object = row.getString("object");
    return object == null
        ? null
        : new Claim(
            object,
            row.getLong("from_byte"),
            row.getLong("byte_count"),
            row.getLong("first_row"),
            row.getLong("first_line"));
  }
}

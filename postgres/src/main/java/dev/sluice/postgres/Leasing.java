package dev.sluice.postgres;

import dev.sluice.run.Batch;
import dev.sluice.run.Claim;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the next batch in turn and grants its lease, within the caller's transaction. */
final class Leasing {
  /** So many runs are looked at for a tenant of whom nothing is under way. */
  private static final int LOOK = 50;

  private final Connection connection;
  private final LeaseRequest request;

  Leasing(Connection connection, LeaseRequest request) {
    this.connection = connection;
    this.request = request;
  }

  /**
   * A tenant of whom nothing is under way comes first, so that it waits for no more than the
   * batches that are. Otherwise runs take turns: those after the one served last, then all from the
   * start.
   */
  Optional<Lease> next() throws SQLException {
    Map<String, Integer> underWay = underWay();
    if (!underWay.isEmpty()) {
      Optional<Lease> lease = inTurn(underWay.keySet(), LOOK);
      if (lease.isPresent()) {
        return lease;
      }
    }
    underWay.values().removeIf(batches -> batches < request.tenantCap());
    return inTurn(underWay.keySet(), Integer.MAX_VALUE);
  }

  private Optional<Lease> inTurn(Set<String> passed, int most) throws SQLException {
    Optional<Lease> lease = nextAfter(request.after(), passed, most);
    return lease.isPresent() || request.after().equals(LeaseRequest.FIRST)
        ? lease
        : nextAfter(LeaseRequest.FIRST, passed, most);
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
   * @param passed tenants whose runs are passed by
   * @param most steps
   */
  private Optional<Lease> nextAfter(UUID after, Set<String> passed, int most) throws SQLException {
    UUID run = after;
    for (int step = 0; step < most; step++) {
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
            return Optional.empty();
          }
          run = row.getObject(1, UUID.class);
          if (passed.contains(row.getString(2))) {
            continue;
          }
        }
      }
      Optional<Lease> lease = grant(run);
      if (lease.isPresent()) {
        return lease;
      }
    }
    return Optional.empty();
  }

  private Optional<Lease> grant(UUID run) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update batch set state = 'leased', epoch = epoch + 1, owner = ?,
                   lease_until = now() + ? * interval '1 millisecond', renewed_at = now()
            where id = (select id from batch
                        where state = 'ready' and kind = ? and run = ?
                          and (not_before is null or not_before <= now())
                        order by accepted_at, id limit 1 for update skip locked)
            returning *, (select period from run where run.id = batch.run) as period
            """)) {
      update.setString(1, request.owner());
      update.setLong(2, request.duration().toMillis());
      update.setString(3, request.kind().label());
      update.setObject(4, run);
      try (ResultSet row = update.executeQuery()) {
        return row.next()
            ? Optional.of(new Lease(batch(row), row.getLong("epoch")))
            : Optional.empty();
      }
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

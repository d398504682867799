package dev.sluice.postgres;

import dev.sluice.run.Batch;
import dev.sluice.run.Claim;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the next batch in turn and grants its lease, within the caller's transaction. */
final class Leasing {
  private final Connection connection;
  private final LeaseRequest request;

  Leasing(Connection connection, LeaseRequest request) {
    this.connection = connection;
    this.request = request;
  }

  /** Runs take turns: those after the one served last come first, then all from the start. */
  Optional<Lease> next() throws SQLException {
    List<String> full = tenantsAtTheirCap();
    Optional<Lease> lease = nextAfter(request.after(), full);
    return lease.isPresent() || request.after().equals(LeaseRequest.FIRST)
        ? lease
        : nextAfter(LeaseRequest.FIRST, full);
  }

  private List<String> tenantsAtTheirCap() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select tenant from batch where state = 'leased' and kind = ?
            group by tenant having count(*) >= ?
            """)) {
      select.setString(1, request.kind().label());
      select.setInt(2, request.tenantCap());
      List<String> tenants = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          tenants.add(row.getString(1));
        }
      }
      return tenants;
    }
  }

  /** Walks the ready runs in id order from {@code after}; each step is one seek in an index. */
  private Optional<Lease> nextAfter(UUID after, List<String> full) throws SQLException {
    UUID run = after;
    while (true) {
      try (PreparedStatement seek =
          connection.prepareStatement(
              """
              select run, tenant from batch
              where state = 'ready' and kind = ? and run > ?
                and (not_before is null or not_before <= now())
                and not exists (select from queue q where q.kind = batch.kind and q.paused)
              order by run, id limit 1
              """)) {
        seek.setString(1, request.kind().label());
        seek.setObject(2, run);
        try (ResultSet row = seek.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          run = row.getObject(1, UUID.class);
          if (full.contains(row.getString(2))) {
            continue;
          }
        }
      }
      Optional<Lease> lease = grant(run);
      if (lease.isPresent()) {
        return lease;
      }
    }
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
                        order by id limit 1 for update skip locked)
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

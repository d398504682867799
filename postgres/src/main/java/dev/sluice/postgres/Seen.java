package dev.sluice.postgres;

import dev.sluice.dataset.SourceName;
import dev.sluice.sequence.Arrivals;
import dev.sluice.sequence.Range;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one batch brought of one sender's sequence.
 *
 * @param claimed only by rejected records, which make nobody known
 */
record Seen(SenderKey sender, List<Range> runs, boolean claimed, Instant at) {

  /** A sender as it is kept. */
  record SenderKey(String tenant, String feed, String source) {}

  /** Of a row of table {@code batch}. */
  static List<Seen> of(ResultSet row) throws SQLException {
    String tenant = row.getString("tenant");
    String feed = row.getString("name");
    Instant at = Columns.instant(row, "accepted_at");
    List<Seen> seen = new ArrayList<>();
    Arrivals.read(row.getString("seen"))
        .forEach((source, brought) -> {
          String kept = SourceName.of(String.valueOf(PostgresText.storable(source)));
          seen.add(
              new Seen(new SenderKey(tenant, feed, kept), brought.runs(), brought.claimed(), at));
        });
    return seen;
  }
}

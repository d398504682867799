package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch's place among those that land one after the other. Only the first of a lane can be
 * leased; whoever settles it lets the next one come. Both hold the lane's lock until they commit,
 * so that none is left waiting for one that has gone already. One that waits for its turn has
 * {@code not_before} infinity.
 */
record Lane(@Nullable String name, @Nullable Long position) {
  private static final Lane NONE = new Lane(null, null);
  private static final int LONGEST = 300;
  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtextextended('lane:' || name, 0))";
  private static final String LOCK_ONE = LOCK + " from (values (?)) as lane(name)";

  /** Takes the next place in the lane. */
  static Lane enter(Connection connection, @Nullable String name) throws SQLException {
    String stored = PostgresText.storable(name);
    if (stored == null) {
      return NONE;
    }
    // Cut short, two lanes may become one: more order than was asked for, never less.
    String lane = stored.length() > LONGEST ? stored.substring(0, LONGEST) : stored;
    lock(connection, lane);
    try (PreparedStatement select =
            connection.prepareStatement("select nextval('batch_lane_position')");
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Lane(lane, row.getLong(1));
    }
  }

  /** As below, now. */
  static void leave(Connection connection, @Nullable String lane) throws SQLException {
    Pipeline alone = new Pipeline();
    leave(alone, lane);
    alone.run(connection);
  }

  /** To be called when one of the lane is settled: the next one's turn has come. */
  static void leave(Pipeline last, @Nullable String lane) {
    if (lane == null) {
      return;
    }
    last.add(LOCK_ONE, parameters -> parameters.text(lane))
        .add(
            """
            update batch set not_before = null
            where id = (select id from batch where lane = ? and state <> 'settled'
                        order by lane_position limit 1)
              and not_before = 'infinity'
            """,
            parameters -> parameters.text(lane));
  }

  /**
   * Of batches that are going to be settled in one transaction: in the order of their names, as
   * acceptance takes them, so that neither waits for the other.
   */
  static void lock(Connection connection, Stream<@Nullable String> lanes) throws SQLException {
    String[] sorted = lanes.filter(Objects::nonNull).distinct().sorted().toArray(String[]::new);
    if (sorted.length > 1) {
      try (PreparedStatement lock =
          connection.prepareStatement(LOCK + " from unnest(?::text[]) as lane(name)")) {
        lock.setArray(1, connection.createArrayOf("text", sorted));
        lock.execute();
      }
    }
  }

  private static void lock(Connection connection, String lane) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK_ONE)) {
      lock.setString(1, lane);
      lock.execute();
    }
  }
}

package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.run.Books;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.LocalDispatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.Samples;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A busy feed settles millions of batches a day; what is done each minute must not read them, and
 * what is done for each batch must not read those that wait.
 */
class ManyBatchesTest {
  private static final int KEPT = 20_000;
  private static final int WAITING = 20_000;
  private static final long FEW = 500;

  private final TestDatabase place = TestDatabase.database();
  private final HikariDataSource source = CoreDatabase.pool(place.jdbcUrl(), 1);
  private final Books books = new PostgresBooks(new Database(source));
  private UUID run = Samples.id();

  @BeforeEach
  void keepMany() throws SQLException {
    new Database(place.dataSource()).migrate();
    run =
        new PostgresBatchStore(new Database(source), new LocalDispatch(), Samples::id)
            .open(Samples.DAY);
    execute(
        """
        insert into batch (id, run, tenant, kind, name, dataset, definition, correlation, state,
                           received, stored, settled_at, folded)
        select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - n), 12, '0')
                || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
               '%s', 'default', 'feed', 'sales', 'sales', 'hash', 'correlation', 'settled',
               30, 30, now(), true
        from generate_series(1, %d) n
        """
            .formatted(run, KEPT));
    execute("update run set received = 30 * %1$d, stored = 30 * %1$d".formatted(KEPT));
    execute("vacuum analyze batch");
  }

  @AfterEach
  void drop() {
    source.close();
    place.close();
  }

  @Test
  void the_books_read_what_is_not_folded() throws SQLException {
    long before = read();
    assertEquals(30L * KEPT, books.totals().total().stored());
    assertEquals(30L * KEPT, books.run(run).orElseThrow().counts().stored());
    assertEquals(
        1, books.runs(new Books.Query(null, null, null, null, null, 10)).size(), "one run");
    assertEquals(0, books.fold(1_000));
    assertEquals(0, books.closeFinished(RunKind.REPLAY));
    assertEquals(1, books.closeBefore("9999-12-31"), "a day whose batches are all folded");
    assertFew(read() - before);
  }

  @Test
  void a_purge_reads_what_is_old() throws SQLException {
    long before = read();
    assertEquals(0, books.purge(Duration.ofDays(14), 1_000));
    assertFew(read() - before);

    assertEquals(100, books.purge(Duration.ZERO, 100), "all of these are over by now");
  }

  @Test
  void a_lease_reads_the_next_batch() throws SQLException {
    var batches = new PostgresBatchStore(new Database(source), new LocalDispatch(), Samples::id);
    execute("truncate batch");
    addWaiting();
    // The planner still believes that nearly all wait.
    execute("alter table batch set (autovacuum_enabled = off)");
    execute(
        """
        update batch set state = 'settled', stored = 30, folded = true
        where id in (select id from batch order by id limit %d)
        """
            .formatted(WAITING / 2));
    var next =
        new LeaseRequest(RunKind.FEED, "test", Duration.ofSeconds(30), LeaseRequest.FIRST, 100);
    assertTrue(batches.lease(next).isPresent(), "marks the entries of settled ones as dead");
    long before = read();
    for (int n = 0; n < 8; n++) {
      assertTrue(batches.lease(next).isPresent());
    }
    assertFew(read() - before);
  }

  @Test
  void the_queues_read_what_waits() throws SQLException {
    addWaiting();
    long before = read();
    assertEquals(WAITING, books.queues().getFirst().depth());
    long rows = read() - before;
    assertTrue(rows < 2 * WAITING + FEW, () -> rows + " rows and index entries were read");
  }

  /** As many as were settled, so that either kind looks frequent; with ids that come after. */
  private void addWaiting() throws SQLException {
    execute(
        """
        insert into batch (id, run, tenant, kind, name, dataset, definition, correlation, state,
                           received, payload)
        select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint + n), 12, '0')
                || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
               '%s', 'default', 'feed', 'sales', 'sales', 'hash', 'correlation', 'ready', 30,
               '\\x01'
        from generate_series(1, %d) n
        """
            .formatted(run, WAITING));
    execute("vacuum analyze batch");
  }

  private static void assertFew(long rows) {
    assertTrue(rows < FEW, () -> rows + " rows and index entries were read");
  }

  /** Rows of batches read so far, and entries of their indexes. */
  private long read() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_stat_force_next_flush()");
      statement.execute("select 1");
      try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  select (select seq_tup_read + coalesce(idx_tup_fetch, 0)
                          from pg_stat_user_tables where relname = 'batch')
                       + (select sum(idx_tup_read) from pg_stat_user_indexes
                          where relname = 'batch')
                  """);
          ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection()) {
      CoreDatabase.execute(connection, sql);
    }
  }
}

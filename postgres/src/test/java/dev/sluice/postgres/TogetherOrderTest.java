package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.DatasetStore.Delivery;
import dev.sluice.run.BackendException;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.LocalDispatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.Samples;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Batches that are settled together replace rows in the order they came in, and so may two workers,
 * each in another order: neither may hold what the other waits for.
 */
class TogetherOrderTest {
  private static final int ROUNDS = 20;
  private static final int KEYS = 8;
  private static final String NAME = "together";
  private static final Dataset SALES =
      Samples.sales(Dataset.Mode.UPSERT, Dataset.OnConflict.REJECT, null);

  private final CoreDatabase database = new CoreDatabase();
  private final HikariDataSource source =
      CoreDatabase.pool(database.url() + "&ApplicationName=" + NAME, 2);
  private final DatasetStore store = store(Duration.ofSeconds(60));

  @AfterEach
  void close() {
    source.close();
  }

  private DatasetStore store(Duration patience) {
    return new PostgresDatasetStore(
        new Database(source), new LocalDispatch(), Samples::id, InstantSource.system(), patience);
  }

  /** One batch for each key, in this order. */
  private List<Delivery> group(List<Integer> keys, int amount) {
    List<Delivery> group = new ArrayList<>();
    for (int key : keys) {
      var batch = Samples.batch(database.stores().batches().open(Samples.DAY));
      database.stores().batches().accept(batch, 1, new byte[] {1});
      Lease lease =
          database
              .stores()
              .batches()
              .lease(
                  new LeaseRequest(
                      RunKind.FEED, "test", Duration.ofSeconds(60), LeaseRequest.FIRST, 1_000))
              .orElseThrow();
      group.add(new Delivery(lease, Samples.entries(Samples.sale(key, amount + ".00", ""))));
    }
    return group;
  }

  private static List<Integer> keys() {
    List<Integer> keys = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      keys.add(key);
    }
    return keys;
  }

  @Test
  void two_that_replace_the_same_rows_in_another_order_do_not_deadlock() throws Exception {
    store.declare(SALES);
    store.store(SALES, group(keys(), 1));
    long before = deadlocks();
    List<Integer> reversed = keys();
    Collections.reverse(reversed);
    CyclicBarrier together = new CyclicBarrier(2);
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 2; round < ROUNDS; round++) {
        List<Future<?>> both = new ArrayList<>();
        for (List<Delivery> group : List.of(group(keys(), round), group(reversed, -round))) {
          both.add(
              threads.submit(() -> {
                together.await();
                return store.store(SALES, group);
              }));
        }
        for (Future<?> each : both) {
          each.get();
        }
      }
    }
    assertEquals(before, deadlocks());
    assertEquals(List.of(), database.stores().books().audit());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void several_do_not_wait_for_a_key_that_another_transaction_has() throws Exception {
    store.declare(SALES);
    store.store(SALES, group(List.of(1), 1));
    List<Delivery> several = group(List.of(0, 1), 2);
    DatasetStore impatient = store(Duration.ofMillis(50));
    try (Connection other = database.source().getConnection()) {
      other.setAutoCommit(false);
      CoreDatabase.execute(other, "delete from public.sales");
      var refused = assertThrows(BackendException.class, () -> impatient.store(SALES, several));
      assertEquals(BackendException.Kind.TRANSIENT, refused.kind());
      other.rollback();
    }
    for (Delivery alone : several) {
      assertInstanceOf(
          DatasetStore.StoreResult.Settled.class,
          store.store(alone.lease(), SALES, alone.entries()));
    }
    assertEquals(new Counts(3, 3, 0, 0, 0, 0), database.stores().books().totals().total());
    assertEquals(List.of(), database.stores().books().audit());
  }

  /** Of all sessions that have ended: one that is no more in the list has told what it counted. */
  private long deadlocks() throws SQLException, InterruptedException {
    source.getHikariPoolMXBean().softEvictConnections();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    String sessions =
        "select count(*) from pg_stat_activity where application_name = '" + NAME + "'";
    while (number(sessions) > 0) {
      assertTrue(System.nanoTime() < deadline, "a session does not end");
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return number("select deadlocks from pg_stat_database where datname = current_database()");
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.source().getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}

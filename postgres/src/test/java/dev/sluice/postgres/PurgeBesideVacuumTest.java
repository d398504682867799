package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.run.NewBatch;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a vacuum has a table, its block ranges are not summed up, and a purge would read them. */
class PurgeBesideVacuumTest {
  private static final Duration ALL = Duration.ofSeconds(-5);

  private final CoreDatabase database = new CoreDatabase();
  private final Stores stores = database.stores();

  @Test
  void a_purge_waits_for_a_vacuum() throws SQLException {
    landOne();
    try (Connection vacuum = vacuum()) {
      assertEquals(0, purge());
      vacuum.rollback();
    }
    assertEquals(1, purge());
  }

  @Test
  void a_purge_does_not_wait_for_ever() throws SQLException {
    landOne();
    try (Connection vacuum = vacuum()) {
      int rounds = 1;
      while (purge() == 0) {
        rounds++;
        assertTrue(rounds <= 60, "asked each minute, an hour is over");
      }
      assertEquals(60, rounds);
      vacuum.rollback();
    }
  }

  private void landOne() {
    stores.datasets().declare(Samples.sales());
    NewBatch batch = Samples.batch(stores.batches().open(Samples.DAY));
    List<Entry> entries = Samples.entries(Samples.sale(1));
    stores
        .datasets()
        .accept(new Landing(batch, Samples.sales(), entries, List.of(), v -> List.of()));
  }

  private int purge() {
    return stores.datasets().purge(Samples.sales(), ALL, 10);
  }

  /** Holds the lock that a vacuum holds. */
  private Connection vacuum() throws SQLException {
    Connection connection = database.source().getConnection();
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table public.sales in share update exclusive mode");
    }
    return connection;
  }
}

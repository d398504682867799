package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The books of a run are added up each second while commits of the same run go on. */
class FoldBesideCommitsTest {
  private final CoreDatabase database = new CoreDatabase();
  private final UUID run = database.stores().batches().open(Samples.DAY);
  private Connection folding;
  private Connection landing;

  @BeforeEach
  void settleOne() throws SQLException {
    folding = begin();
    landing = begin();
    land();
    landing.commit();
  }

  @AfterEach
  void close() throws SQLException {
    folding.close();
    landing.close();
  }

  @Test
  void a_batch_lands_while_its_run_is_being_folded() throws SQLException {
    assertEquals(1, fold());
    land();
    landing.commit();
    folding.commit();
    assertEquals(1, fold(), "the one that came meanwhile");
  }

  @Test
  void a_run_is_folded_while_a_batch_of_it_lands() throws SQLException {
    land();
    assertEquals(1, fold());
    folding.commit();
    landing.commit();
    assertEquals(1, fold(), "the one that was not there yet");
  }

  private Connection begin() throws SQLException {
    Connection connection = database.source().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Both fail where they would wait for the other transaction. */
  private int fold() throws SQLException {
    CoreDatabase.execute(folding, "set local lock_timeout = '2s'");
    return new RunFolding(folding).fold(1_000);
  }

  private void land() throws SQLException {
    CoreDatabase.execute(landing, "set local lock_timeout = '2s'");
    CoreDatabase.execute(
        landing,
        """
        insert into batch (id, run, tenant, kind, name, dataset, definition, correlation, state,
                           received, stored, settled_at)
        values ('%s', '%s', 'default', 'feed', 'sales', 'sales', 'hash', 'correlation', 'settled',
                30, 30, now())
        """
            .formatted(Samples.id(), run));
  }
}

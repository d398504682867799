package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.run.LocalDispatch;
import dev.sluice.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The books of a run are added up each second while commits of the same run go on. */
class FoldBesideCommitsTest {
  private final TestDatabase place = TestDatabase.database();
  private final HikariDataSource source = CoreDatabase.pool(place.jdbcUrl(), 2);
  private UUID run = Samples.id();

  @BeforeEach
  void openRun() {
    Database database = new Database(source);
    new Database(place.dataSource()).migrate();
    run = new PostgresBatchStore(database, new LocalDispatch(), Samples::id).open(Samples.DAY);
  }

  @AfterEach
  void drop() {
    source.close();
    place.close();
  }

  @Test
  void a_batch_lands_while_its_run_is_being_folded() throws SQLException {
    try (Connection folding = source.getConnection();
        Connection landing = source.getConnection()) {
      land(folding);
      folding.setAutoCommit(false);
      assertEquals(1, new RunFolding(folding).fold(1_000));

      land(landing);

      folding.commit();
      folding.setAutoCommit(true);
    }
    assertEquals(1, new PostgresBooks(new Database(source)).fold(1_000), "the one after it");
  }

  @Test
  void a_run_is_folded_while_a_batch_of_it_lands() throws SQLException {
    try (Connection folding = source.getConnection();
        Connection landing = source.getConnection()) {
      land(folding);
      landing.setAutoCommit(false);
      land(landing);

      execute(folding, "set lock_timeout = '2s'");
      folding.setAutoCommit(false);
      assertEquals(1, new RunFolding(folding).fold(1_000));
      folding.commit();
      folding.setAutoCommit(true);
      landing.commit();
      landing.setAutoCommit(true);
    }
  }

  /** Fails where it would wait for the other transaction. */
  private void land(Connection connection) throws SQLException {
    execute(connection, "set lock_timeout = '2s'");
    execute(
        connection,
        """
        insert into batch (id, run, tenant, kind, name, dataset, definition, correlation, state,
                           received, stored, settled_at)
        values ('%s', '%s', 'default', 'feed', 'sales', 'sales', 'hash', 'correlation', 'settled',
                30, 30, now())
        """
            .formatted(Samples.id(), run));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

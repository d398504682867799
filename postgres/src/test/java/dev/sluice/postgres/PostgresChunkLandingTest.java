package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.ChunkContract;
import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.imports.Import;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresChunkLandingTest implements ChunkContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.source().getConnection()) {
      CoreDatabase.execute(connection, sql);
    }
  }

  private boolean somebodyWaits() throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select exists (
                  select from pg_locks where locktype = 'transactionid' and not granted)
                """)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void a_row_that_another_brings_between_the_look_and_the_copy_is_counted_once() throws Exception {
    Dataset dataset = Samples.sales();
    var fixture = new ImportFixture(stores(), dataset);
    fixture.load(ImportFixture.sales(1, 3, "1.00"));
    fixture.load(ImportFixture.HEADER + ImportFixture.sale(8, "1.00"));
    execute("create table kept as select * from sales where number = 8");
    execute("delete from sales where number = 8");
    // The first chunk collides, so the second is looked up at once.
    Import one =
        fixture.queue(
            ImportFixture.sales(1, 3, "1.00")
                + ImportFixture.sale(2, "1.00")
                + ImportFixture.sale(8, "1.00")
                + ImportFixture.sale(9, "1.00"));
    fixture.handle(fixture.lease().orElseThrow());
    Lease second = fixture.lease().orElseThrow();
    Thread landing;
    try (Connection other = database.source().getConnection()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("insert into sales select * from kept");
      }
      landing = Thread.ofVirtual().start(() -> fixture.handle(second));
      while (!somebodyWaits()) {
        assertTrue(landing.isAlive(), "it waited for nobody");
      }
      other.commit();
      other.setAutoCommit(true);
    } finally {
      execute("drop table kept");
    }
    landing.join();
    assertEquals(new Counts(6, 1, 5, 0, 0, 0), fixture.find(one.id()).counts());
    assertEquals(List.of(), stores().books().audit());
    long counted =
        stores().datasets().statistics(dataset, null).sourceDays().stream()
            .mapToLong(DatasetStore.SourceDay::count)
            .sum();
    assertEquals(5, counted);
  }
}

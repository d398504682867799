package dev.sluice.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.run.Attempt;
import dev.sluice.run.BackendException;
import dev.sluice.run.Lease;
import dev.sluice.run.LocalDispatch;
import dev.sluice.run.RetryPolicy;
import dev.sluice.run.RunKind;
import dev.sluice.run.Worker;
import dev.sluice.testing.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A process with a worker that says {@code holding} when it has a batch, stores when it is told to
 * on standard input, and says what came of it. Being stopped in between is the test's doing.
 */
final class FencedWorker {
  private FencedWorker() {}

  @SuppressWarnings("SystemOut") // the test reads it
  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(System.getenv("TEST_URL"));
    config.setUsername(System.getenv("TEST_USER"));
    config.setPassword(System.getenv("TEST_PASSWORD"));
    config.setMaximumPoolSize(4);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    LocalDispatch dispatch = new LocalDispatch();
    Database database = new Database(new HikariDataSource(config));
    var batches = new PostgresBatchStore(database, dispatch, Samples::id);
    var datasets =
        new PostgresDatasetStore(database, dispatch, Samples::id, InstantSource.system());
    Worker worker =
        new Worker(
            new Worker.Options(
                RunKind.FEED, "fenced", 1, Duration.ofMillis(500), 10, 1, Duration.ofMillis(20)),
            batches,
            lease -> {
              System.out.println("holding " + lease.batch().id());
              store(commands, datasets, lease);
              return new Attempt.Done();
            },
            batch -> RetryPolicy.DEFAULT,
            dispatch,
            new Random(),
            new ReentrantReadWriteLock(true));
    worker.start();
    Thread.currentThread().join();
  }

  @SuppressWarnings("SystemOut")
  private static void store(BufferedReader commands, PostgresDatasetStore datasets, Lease lease) {
    try {
      if (commands.readLine() == null) {
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (true) {
      try {
        // A handler that pays no heed to the interrupt with which it is told that its lease is
        // lost.
        var _ = Thread.interrupted();
        var record = new String(lease.batch().payload(), StandardCharsets.UTF_8);
        var result = datasets.store(lease, Samples.sales(), Samples.entries(record));
        System.out.println(result.getClass().getSimpleName());
        return;
      } catch (BackendException e) {
        // the interrupt came while it talked to the database
      }
    }
  }
}

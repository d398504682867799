package dev.sluice.postgres;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.batch;
import static dev.sluice.testing.Samples.entries;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.DatasetStore;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.JavaProcess;
import dev.sluice.testing.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules 2 and 7 against a process that is stopped past its lease and comes back. */
class FencingTest {
  private static final int ROUNDS = 20;

  private final CoreDatabase database = new CoreDatabase();
  private final Stores stores = database.stores();

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_process_stopped_past_its_lease_is_refused_when_it_wakes_up() throws Exception {
    stores.datasets().declare(sales());
    UUID run = stores.batches().open(DAY);
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      for (int round = 0; round < ROUNDS; round++) {
        String record = sale(round);
        NewBatch batch = batch(run);
        stores.batches().accept(batch, 1, record.getBytes(UTF_8));
        assertEquals("holding " + batch.id(), out.readLine());
        signal(process, "-STOP");
        Lease taken = takeOver(batch.id());
        assertInstanceOf(
            DatasetStore.StoreResult.Settled.class,
            stores.datasets().store(taken, sales(), entries(record)));
        signal(process, "-CONT");
        process.outputWriter().write("store\n");
        process.outputWriter().flush();
        assertEquals("Stale", out.readLine(), "round " + round);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertEquals(new Counts(ROUNDS, ROUNDS, 0, 0, 0, 0), stores.books().totals().total());
    assertEquals(List.of(), stores.books().audit());
  }

  private Lease takeOver(UUID batch) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (stores.batches().rescue(10) == 0) {
      assertTrue(System.nanoTime() < deadline, "the lease never ran out");
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Lease lease =
        stores
            .batches()
            .lease(
                new LeaseRequest(
                    RunKind.FEED, "rescuer", Duration.ofSeconds(60), LeaseRequest.FIRST, 10))
            .orElseThrow();
    assertEquals(batch, lease.batch().id());
    return lease;
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        JavaProcess.of(List.of("-Xmx128m", "-XX:+UseSerialGC"), FencedWorker.class);
    builder.environment().put("TEST_URL", database.url());
    builder.environment().put("TEST_USER", TestDatabase.server().user());
    builder.environment().put("TEST_PASSWORD", TestDatabase.server().password());
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void signal(Process process, String signal) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor());
  }
}

package dev.sluice.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.run.Batch;
import dev.sluice.run.Lease;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.run.WorkObserver.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** B29: rows that imports landed, a second. */
class WorkMetersTest {
  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final WorkMeters meters = new WorkMeters(registry, nanos::get);

  @Test
  void only_settled_rows_of_imports_are_in_the_rate() {
    meters.handled(lease(RunKind.IMPORT, 10_000), Outcome.DONE, 1);
    meters.handled(lease(RunKind.IMPORT, 5_000), Outcome.RETRIED, 1);
    meters.handled(lease(RunKind.FEED, 700), Outcome.DONE, 1);
    nanos.addAndGet(2_000_000_000L);

    assertEquals(5_000, registry.get("sluice.import.rows.per.second").gauge().value());
  }

  private static Lease lease(RunKind kind, int received) {
    RunKey key = new RunKey("default", kind, "contacts", "1");
    UUID id = new UUID(0, 1);
    byte[] none = {};
    return new Lease(
        new Batch(id, id, key, "contacts", "", received, 0, 0, none, null, "", Instant.EPOCH), 1);
  }
}

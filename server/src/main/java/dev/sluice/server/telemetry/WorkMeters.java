package dev.sluice.server.telemetry;

import dev.sluice.run.Lease;
import dev.sluice.run.RunKind;
import dev.sluice.run.WorkObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What workers do with batches, by queue and outcome (B27). */
final class WorkMeters implements WorkObserver {
  private final Map<RunKind, Map<Outcome, Timer>> batches = new EnumMap<>(RunKind.class);
  private final Counter rescued;
  private final RowRate imported;

  /** All of them from the start: an alert on a rate needs to have seen zero. */
  WorkMeters(MeterRegistry registry, LongSupplier nanoTime) {
    imported = new RowRate(nanoTime);
    for (RunKind kind : RunKind.values()) {
      Map<Outcome, Timer> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, timer(registry, kind, outcome));
      }
      batches.put(kind, outcomes);
    }
    rescued =
        Counter.builder("sluice.batches.rescued")
            .description("batches whose worker died, ready again or dead of too many crashes")
            .register(registry);
    Gauge.builder("sluice.import.rows.per.second", imported::perSecond)
        .description("rows of imports that workers of this process settled, over half a minute")
        .register(registry);
  }

  private static Timer timer(MeterRegistry registry, RunKind kind, Outcome outcome) {
    return Timer.builder("sluice.batch.latency")
        .description("a batch in a worker's hands, from its lease to its outcome")
        .tag("queue", kind.label())
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(registry);
  }

  @Override
  public void handled(Lease lease, Outcome outcome, long nanos) {
    Map<Outcome, Timer> outcomes = batches.get(lease.batch().key().kind());
    Timer timer = outcomes == null ? null : outcomes.get(outcome);
    if (timer != null) {
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }
    if (lease.batch().key().kind() == RunKind.IMPORT && outcome == Outcome.DONE) {
      imported.add(lease.batch().received());
    }
  }

  @Override
  public void rescued(int count) {
    rescued.increment(count);
  }
}

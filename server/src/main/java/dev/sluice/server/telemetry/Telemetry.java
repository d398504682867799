package dev.sluice.server.telemetry;

import dev.sluice.feed.FeedObserver;
import dev.sluice.run.Lease;
import dev.sluice.run.WorkObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The meters and traces of one process. */
public final class Telemetry implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMeters process;
  private final FeedMeters feeds;
  private final WorkMeters work = new WorkMeters(registry, System::nanoTime);
  private final AtomicLong differences = new AtomicLong(-1);
  private final Traces traces;

  /**
   * @param version of the running build
   */
  public Telemetry(String version, Traces traces, InstantSource clock) {
    this.feeds = new FeedMeters(registry, clock);
    this.process = new ProcessMeters(registry, version);
    this.traces = traces;
    BooksMeters.audit(registry, differences);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  public Traces traces() {
    return traces;
  }

  public FeedMeters feeds() {
    return feeds;
  }

  /** For feeds and their workers. */
  public FeedObserver feedObserver() {
    if (traces.equals(Traces.NONE)) {
      return feeds;
    }
    return new FeedObserver() {
      @Override
      public void accepted(Group group, long nanos) {
        feeds.accepted(group, nanos);
        traces.accepted(group, nanos);
      }

      @Override
      public void landed(Landed landed, long nanos) {
        feeds.landed(landed, nanos);
        traces.landed(landed, nanos);
      }
    };
  }

  /** For workers of every kind. */
  public WorkObserver workObserver() {
    if (traces.equals(Traces.NONE)) {
      return work;
    }
    return new WorkObserver() {
      @Override
      public void handled(Lease lease, Outcome outcome, long nanos) {
        work.handled(lease, outcome, nanos);
        traces.handled(lease, outcome, nanos);
      }

      @Override
      public void rescued(int batches) {
        work.rescued(batches);
      }
    };
  }

  /** What a recount of the books came to. */
  public void audited(int found) {
    differences.set(found);
  }

  /** Sends what is left of the traces. */
  @Override
  public void close() {
    traces.close();
    process.close();
  }
}

package dev.sluice.server.telemetry;

import dev.sluice.dataset.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of one dataset, by source and by verdict. */
final class DatasetMeters {
  /** A source comes out of a record, so there could be any number of them. */
  private static final int MOST_SOURCES = 200;

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final String dataset;
  private final Map<String, Counters> sources = new ConcurrentHashMap<>();
  private final Map<String, Counter> verdicts;

  private record Counters(
      Counter received, Counter validated, Counter rejected, Counter ingested, Counter processed) {}

  DatasetMeters(MeterRegistry registry, String dataset) {
    this.registry = registry;
    this.dataset = dataset;
    this.verdicts =
        Map.of(
            "stored", settled("stored"),
            "duplicate", settled("duplicate"),
            "conflict", settled("conflict"),
            "rejected", settled("rejected"));
    sources.put(OTHER, register(OTHER));
  }

  /** Returns whether the record failed. */
  boolean answered(String source, Verdict verdict) {
    Counters counters = counters(source, verdict);
    counters.received().increment();
    counters.ingested().increment();
    if (verdict instanceof Verdict.Accepted) {
      counters.validated().increment();
      return false;
    }
    counters.processed().increment();
    boolean failed = settle(verdict);
    if (failed) {
      counters.rejected().increment();
    } else if (!(verdict instanceof Verdict.Resent)) {
      counters.validated().increment();
    }
    return failed;
  }

  /** A record that was answered {@code accepted} before. Returns whether it failed after all. */
  boolean landed(String source, Verdict verdict) {
    Counters counters = counters(source, verdict);
    counters.processed().increment();
    boolean failed = settle(verdict);
    if (failed) {
      counters.rejected().increment();
    }
    return failed;
  }

  private boolean settle(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Stored ignored -> settle("stored", false);
      case Verdict.Duplicate ignored -> settle("duplicate", false);
      case Verdict.Resent ignored -> settle("duplicate", false);
      case Verdict.Conflict ignored -> settle("conflict", true);
      case Verdict.Rejected ignored -> settle("rejected", true);
      case Verdict.Accepted ignored -> false;
    };
  }

  private boolean settle(String verdict, boolean failed) {
    Counter counter = verdicts.get(verdict);
    if (counter != null) {
      counter.increment();
    }
    return failed;
  }

  /** Only a good record makes a source known: rejected ones may claim anything. */
  private Counters counters(String source, Verdict verdict) {
    Counters known = sources.get(source);
    if (known != null) {
      return known;
    }
    boolean credible = !(verdict instanceof Verdict.Rejected || verdict instanceof Verdict.Resent);
    String label = credible && sources.size() < MOST_SOURCES ? source : OTHER;
    return sources.computeIfAbsent(label, this::register);
  }

  private Counters register(String source) {
    String prefix = "sluice." + dataset.replace('-', '_') + ".";
    return new Counters(
        counter(prefix + "received", source, "records received"),
        counter(prefix + "validated", source, "records that passed validation"),
        counter(prefix + "rejected", source, "records rejected or in conflict"),
        counter("sluice.records.ingested", source, "records received by any intake"),
        counter("sluice.records.processed", source, "records with a verdict"));
  }

  private Counter counter(String name, String source, String description) {
    return Counter.builder(name).tag("source", source).description(description).register(registry);
  }

  private Counter settled(String verdict) {
    return Counter.builder("sluice.records.settled")
        .description("records by what became of them")
        .tag("dataset", dataset)
        .tag("verdict", verdict)
        .register(registry);
  }
}

package dev.sluice.server.http;

import dev.sluice.dataset.Verdict;
import dev.sluice.feed.Feed;
import dev.sluice.feed.FeedReply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what feeds take, under names made from their dataset. */
final class FeedMeters {
  /** A source comes out of a record, so there could be any number of them. */
  private static final int MOST_SOURCES = 200;

  private final MeterRegistry registry;
  private final Map<String, Map<String, Counters>> byDataset = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Counter errors;

  FeedMeters(MeterRegistry registry) {
    this.registry = registry;
    this.errors =
        Counter.builder("sluice.processing.errors")
            .description("records that could not be processed: rejected or in conflict")
            .register(registry);
  }

  private record Counters(
      Counter received, Counter validated, Counter rejected, Counter ingested, Counter processed) {}

  /**
   * @param nanos from the parsed body to the commit
   */
  void note(Feed feed, FeedReply reply, long nanos) {
    String dataset = feed.dataset().name();
    for (int i = 0; i < reply.verdicts().size(); i++) {
      Counters counters = counters(dataset, reply.sources().get(i));
      counters.received().increment();
      counters.ingested().increment();
      counters.processed().increment();
      switch (reply.verdicts().get(i)) {
        case Verdict.Rejected ignored -> reject(counters);
        case Verdict.Conflict ignored -> reject(counters);
        case Verdict.Resent ignored -> {}
        case Verdict.Stored ignored -> counters.validated().increment();
        case Verdict.Duplicate ignored -> counters.validated().increment();
        case Verdict.Accepted ignored -> counters.validated().increment();
      }
    }
    timers.computeIfAbsent(feed.profile().name(), this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private void reject(Counters counters) {
    counters.rejected().increment();
    errors.increment();
  }

  private Counters counters(String dataset, String source) {
    Map<String, Counters> sources =
        byDataset.computeIfAbsent(dataset, unused -> new ConcurrentHashMap<>());
    Counters known = sources.get(source);
    if (known != null) {
      return known;
    }
    String label = sources.size() < MOST_SOURCES ? source : "other";
    return sources.computeIfAbsent(label, unused -> register(dataset, label));
  }

  private Counters register(String dataset, String source) {
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

  private Timer timer(String feed) {
    return Timer.builder("sluice.processing.latency")
        .description("from a parsed body to its commit")
        .tag("feed", feed)
        .register(registry);
  }
}

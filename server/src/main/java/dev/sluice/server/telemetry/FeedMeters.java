package dev.sluice.server.telemetry;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.feed.Feed;
import dev.sluice.feed.FeedObserver;
import dev.sluice.feed.FeedReply;
import dev.sluice.run.Batch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what feeds take and land, under names made from their dataset. */
public final class FeedMeters implements FeedObserver {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, DatasetMeters> datasets = new ConcurrentHashMap<>();
  private final Map<String, Timer> processing = new ConcurrentHashMap<>();
  private final Map<String, Timer> landing = new ConcurrentHashMap<>();
  private final Counter errors;
  private final Timer commits;
  private final DistributionSummary groups;

  FeedMeters(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.errors =
        Counter.builder("sluice.processing.errors")
            .description("records that could not be processed: rejected or in conflict")
            .register(registry);
    this.commits =
        Buckets.latency("sluice.commit.latency", "one commit of an acceptance").register(registry);
    this.groups =
        DistributionSummary.builder("sluice.commit.records")
            .description("records that shared a commit")
            .serviceLevelObjectives(1, 10, 50, 100, 250, 500, 1_000)
            .register(registry);
  }

  /** Makes the dataset's meters, so that they are there before its first record. */
  public void declare(String dataset) {
    meters(dataset);
  }

  /**
   * What a request was answered.
   *
   * @param nanos from the parsed body to the commit
   */
  public void answered(Feed feed, FeedReply reply, long nanos) {
    DatasetMeters meters = meters(feed.dataset().name());
    for (int i = 0; i < reply.verdicts().size(); i++) {
      if (meters.answered(reply.sources().get(i), reply.verdicts().get(i))) {
        errors.increment();
      }
    }
    processing
        .computeIfAbsent(feed.profile().name(), this::processing)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void accepted(Group group, long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
    groups.record(group.records());
  }

  @Override
  public void landed(Landed landed, long nanos) {
    DatasetMeters meters = meters(landed.dataset().name());
    for (int i = 0; i < landed.verdicts().size(); i++) {
      Entry entry = landed.entries().get(i);
      Verdict verdict = landed.verdicts().get(i);
      if (meters.landed(entry.source() == null ? "" : entry.source(), verdict)) {
        errors.increment();
      }
    }
    Batch batch = landed.lease().batch();
    Duration delay = Duration.between(batch.acceptedAt(), clock.instant());
    landing
        .computeIfAbsent(batch.key().name(), this::landing)
        .record(delay.isNegative() ? Duration.ZERO : delay);
  }

  private DatasetMeters meters(String dataset) {
    DatasetMeters known = datasets.get(dataset);
    return known != null
        ? known
        : datasets.computeIfAbsent(dataset, name -> new DatasetMeters(registry, name));
  }

  private Timer processing(String feed) {
    return Buckets.latency("sluice.processing.latency", "from a parsed body to its commit")
        .tag("feed", feed)
        .register(registry);
  }

  private Timer landing(String feed) {
    return Buckets.latency("sluice.landing.delay", "from acceptance to rows, where a worker lands")
        .tag("feed", feed)
        .register(registry);
  }
}

package dev.sluice.server;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.deadletter.Judge;
import dev.sluice.definition.FeedDefinition;
import dev.sluice.feed.Feed;
import dev.sluice.feed.FeedHandler;
import dev.sluice.feed.FeedJudge;
import dev.sluice.feed.FeedObserver;
import dev.sluice.run.Acceptance;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Handler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Wires the feeds of one process. */
final class FeedIntake {
  private static final Acceptance.Limits ACCEPTANCE =
      new Acceptance.Limits(2, 500, 20_000, Duration.ofMillis(4));

  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final Map<String, Integer> maxRecords = new LinkedHashMap<>();
  private final DatasetStore datasets;
  private final FeedObserver observer;
  private final InstantSource clock;

  FeedIntake(
      Catalog catalog,
      DatasetStore datasets,
      BatchStore batches,
      FeedObserver observer,
      Supplier<UUID> ids,
      InstantSource clock) {
    this.datasets = datasets;
    this.observer = observer;
    this.clock = clock;
    for (FeedDefinition one : catalog.loaded().feeds()) {
      var target = catalog.loaded().dataset(one.dataset()).orElseThrow();
      Dataset dataset = Objects.requireNonNull(catalog.datasets().get(one.dataset()));
      feeds.put(
          one.name(),
          new Feed(
              Catalog.profile(one, dataset),
              dataset,
              one.processor(target, ids),
              datasets,
              batches,
              ids,
              clock,
              ACCEPTANCE,
              observer));
      maxRecords.put(one.name(), one.maxRecords());
    }
  }

  Map<String, Feed> byName() {
    return feeds;
  }

  /** Of one body, by the feed's name. */
  Map<String, Integer> maxRecords() {
    return maxRecords;
  }

  Handler batches() {
    return new FeedHandler(feeds::get, datasets, clock, observer);
  }

  /** Judges a tenant's letters of the feed of this name; empty where the tenant has none. */
  Optional<Judge> judge(String tenant, String name) {
    return Optional.ofNullable(feeds.get(name))
        .filter(feed -> feed.profile().tenant().equals(tenant))
        .map(feed -> new FeedJudge(feed, clock));
  }
}

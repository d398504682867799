package dev.sluice.feed;

import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.run.Attempt;
import dev.sluice.run.Handler;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Lands the queued batches of feeds. */
public final class FeedHandler implements Handler {
  private static final Logger log = LoggerFactory.getLogger(FeedHandler.class);

  private static final int SHOWN = 10;

  private final Function<String, @Nullable Feed> feeds;
  private final DatasetStore store;
  private final InstantSource clock;
  private final FeedObserver observer;

  /**
   * @param feeds by name; null where there is no such feed any more
   */
  public FeedHandler(
      Function<String, @Nullable Feed> feeds,
      DatasetStore store,
      InstantSource clock,
      FeedObserver observer) {
    this.feeds = feeds;
    this.store = store;
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public Attempt handle(Lease lease) {
    String name = lease.batch().key().name();
    Feed feed = feeds.apply(name);
    if (feed == null) {
      return new Attempt.RetryAfter(Duration.ofSeconds(30), "no definition of feed " + name);
    }
    return switch (read(feed, lease)) {
      case Reading.Failed(Attempt verdict) -> verdict;
      case Reading.Read(DatasetStore.Delivery delivery) -> {
        store(feed, List.of(delivery));
        yield new Attempt.Done();
      }
    };
  }

  @Override
  public boolean handleTogether(List<Lease> leases) {
    Feed feed = feeds.apply(leases.getFirst().batch().key().name());
    if (feed == null) {
      return false;
    }
    List<DatasetStore.Delivery> deliveries = new ArrayList<>();
    for (Lease lease : leases) {
      if (!(read(feed, lease) instanceof Reading.Read(DatasetStore.Delivery delivery))) {
        return false;
      }
      deliveries.add(delivery);
    }
    store(feed, deliveries);
    return true;
  }

  private sealed interface Reading {
    record Read(DatasetStore.Delivery delivery) implements Reading {}

    record Failed(Attempt verdict) implements Reading {}
  }

  private Reading read(Feed feed, Lease lease) {
    List<Entry> entries;
    try {
      entries = FeedPayload.read(lease.batch().payload(), feed.processor(), clock.instant());
    } catch (IllegalArgumentException e) {
      return new Reading.Failed(new Attempt.Rejected("payload", String.valueOf(e.getMessage())));
    }
    if (entries.size() != lease.batch().received()) {
      return new Reading.Failed(
          new Attempt.Rejected(
              "count-mismatch",
              lease.batch().received()
                  + " records were accepted, the payload has "
                  + entries.size()));
    }
    return new Reading.Read(new DatasetStore.Delivery(lease, entries));
  }

  private void store(Feed feed, List<DatasetStore.Delivery> deliveries) {
    long start = System.nanoTime();
    List<DatasetStore.StoreResult> results = store.store(feed.dataset(), deliveries);
    long nanos = System.nanoTime() - start;
    for (int i = 0; i < results.size(); i++) {
      Lease lease = deliveries.get(i).lease();
      List<Entry> entries = deliveries.get(i).entries();
      try (var ignored = MDC.putCloseable("correlationId", lease.batch().correlation())) {
        switch (results.get(i)) {
          case DatasetStore.StoreResult.Settled(List<Verdict> verdicts) -> {
            observer.landed(
                new FeedObserver.Landed(lease, feed.dataset(), entries, verdicts), nanos);
            note(lease, feed.dataset().name(), entries);
          }
          case DatasetStore.StoreResult.Stale stale ->
              log.atWarn()
                  .addKeyValue("batch", lease.batch().id())
                  .addKeyValue("epoch", lease.epoch())
                  .log("store refused: the lease is another's now");
        }
      }
    }
  }

  /**
   * A few ids with the batch; at debug level a line for each record, under its own request's id.
   */
  private static void note(Lease lease, String dataset, List<Entry> entries) {
    log.atInfo()
        .addKeyValue("batch", lease.batch().id())
        .addKeyValue("run", lease.batch().run())
        .addKeyValue("dataset", dataset)
        .addKeyValue("records", entries.size())
        .addKeyValue(
            "ids", entries.stream().limit(SHOWN).map(entry -> entry.accepted().id()).toList())
        .log("batch stored");
    if (log.isDebugEnabled()) {
      for (Entry entry : entries) {
        log.atDebug()
            .addKeyValue("correlationId", entry.correlation())
            .addKeyValue("batch", lease.batch().id())
            .addKeyValue("record", entry.accepted().id())
            .log("record stored");
      }
    }
  }
}

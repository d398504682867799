package dev.sluice.server.http;

import dev.sluice.feed.Feed;
import dev.sluice.run.BackendException;
import dev.sluice.sequence.Numbers;
import dev.sluice.sequence.Sender;
import dev.sluice.sequence.SenderStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is missing of senders' sequences and how long nothing came, read when metrics are. */
final class SenderMeters {
  /** A source comes out of a record, so there could be any number of them. */
  private static final int MOST = 500;

  private final Map<String, Feed> feeds;
  private final SenderStore senders;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Map<String, MultiGauge> missing = new HashMap<>();
  private final Map<String, MultiGauge> silence = new HashMap<>();

  SenderMeters(
      Map<String, Feed> feeds, SenderStore senders, InstantSource clock, MeterRegistry registry) {
    this.feeds = feeds;
    this.senders = senders;
    this.clock = clock;
    this.registry = registry;
  }

  /** Where the database is away, what was known stays. */
  synchronized void refresh() {
    List<Sender> known;
    try {
      known = senders.recent(MOST);
    } catch (BackendException e) {
      return;
    }
    Map<String, List<MultiGauge.Row<?>>> missingRows = new HashMap<>();
    Map<String, List<MultiGauge.Row<?>>> silenceRows = new HashMap<>();
    for (Sender sender : known) {
      Feed feed = feeds.get(sender.feed());
      if (feed == null || !feed.profile().tenant().equals(sender.tenant())) {
        continue;
      }
      String prefix = "sluice." + feed.dataset().name().replace('-', '_') + ".";
      Tags tags = Tags.of("feed", sender.feed(), "source", sender.source());
      Numbers numbers = sender.numbers();
      if (numbers != null) {
        missingRows
            .computeIfAbsent(prefix + "sequence.missing", name -> new ArrayList<>())
            .add(MultiGauge.Row.of(tags, numbers.missingCount()));
      }
      long seconds = Math.max(0, Duration.between(sender.lastAt(), clock.instant()).toSeconds());
      silenceRows
          .computeIfAbsent(prefix + "sender.silence", name -> new ArrayList<>())
          .add(MultiGauge.Row.of(tags, seconds));
    }
    register(missing, missingRows, "numbers of a sender's sequence that never came", "");
    register(silence, silenceRows, "since a sender's last record", "seconds");
  }

  private void register(
      Map<String, MultiGauge> gauges,
      Map<String, List<MultiGauge.Row<?>>> rows,
      String description,
      String unit) {
    rows.forEach((name, values) ->
        gauges
            .computeIfAbsent(
                name,
                _ ->
                    MultiGauge.builder(name)
                        .description(description)
                        .baseUnit(unit.isEmpty() ? null : unit)
                        .register(registry))
            .register(values, true));
  }
}

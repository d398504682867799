package dev.sluice.server;

import dev.sluice.feed.Feed;
import dev.sluice.live.Broadcast;
import dev.sluice.live.Topic;
import dev.sluice.sequence.Notice;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.SenderStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of gaps that opened and closed, and of senders that fell silent: in the log, and live. */
final class SenderNotices {
  private static final Logger log = LoggerFactory.getLogger(SenderNotices.class);

  /** Numbers that overtake each other on their way are no gap. */
  private static final Duration STAYED = Duration.ofSeconds(4);

  private static final int LOOKED_AT = 500;
  private static final int SHOWN = 20;

  private final SenderStore senders;
  private final Collection<Feed> feeds;
  private final Broadcast broadcast;

  SenderNotices(SenderStore senders, Collection<Feed> feeds, Broadcast broadcast) {
    this.senders = senders;
    this.feeds = feeds;
    this.broadcast = broadcast;
  }

  /** One look; nothing is left to be done at once. */
  int look() {
    senders.gaps(STAYED, LOOKED_AT).forEach(this::tell);
    for (Feed feed : feeds) {
      Feed.Profile profile = feed.profile();
      Duration silence = profile.silence();
      if (silence != null) {
        senders.silences(profile.tenant(), profile.name(), silence).forEach(this::tell);
      }
    }
    return 0;
  }

  private void tell(Notice notice) {
    switch (notice) {
      case Notice.Gaps gaps -> {
        tell(gaps, gaps.opened(), "sequence gap opened");
        tell(gaps, gaps.closed(), "sequence gap closed");
      }
      case Notice.Silent silent ->
          log.atWarn()
              .addKeyValue("feed", silent.feed())
              .addKeyValue("source", silent.source())
              .addKeyValue("lastAt", silent.lastAt())
              .log("sender silent");
      case Notice.Back back ->
          log.atInfo()
              .addKeyValue("feed", back.feed())
              .addKeyValue("source", back.source())
              .addKeyValue("lastAt", back.lastAt())
              .log("sender back");
    }
    broadcast.changed(Topic.of("feeds", notice.feed()));
  }

  private static void tell(Notice.Gaps of, List<Range> ranges, String event) {
    if (!ranges.isEmpty()) {
      String numbers =
          ranges.stream()
              .limit(SHOWN)
              .map(range ->
                  range.count() == 1
                      ? Long.toString(range.first())
                      : range.first() + ".." + range.last())
              .collect(Collectors.joining(","));
      log.atWarn()
          .addKeyValue("feed", of.feed())
          .addKeyValue("source", of.source())
          .addKeyValue("numbers", ranges.size() > SHOWN ? numbers + ",..." : numbers)
          .addKeyValue("gaps", ranges.size())
          .log(event);
    }
  }
}

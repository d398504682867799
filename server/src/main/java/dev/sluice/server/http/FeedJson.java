package dev.sluice.server.http;

import dev.sluice.feed.Feed;
import dev.sluice.feed.LandingMode;
import dev.sluice.run.Books;
import dev.sluice.run.Run;
import dev.sluice.run.RunKind;
import dev.sluice.sequence.Sender;
import dev.sluice.sequence.SenderStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What every process knows of a feed: its definition, its run, its senders. */
final class FeedJson {
  private static final int SENDERS = 200;

  private final Books books;
  private final SenderStore senders;
  private final InstantSource clock;

  FeedJson(Books books, SenderStore senders, InstantSource clock) {
    this.books = books;
    this.senders = senders;
    this.clock = clock;
  }

  static ObjectNode definition(Feed feed) {
    Feed.Profile profile = feed.profile();
    ObjectNode one = Json.object();
    one.put("name", profile.name());
    one.put("dataset", feed.dataset().name());
    one.put("tenant", profile.tenant());
    one.put("landing", profile.landing() == LandingMode.DIRECT ? "direct" : "queued");
    one.put("ordered", profile.ordered());
    Duration silence = profile.silence();
    one.put("silenceSeconds", silence == null ? null : silence.toSeconds());
    one.put("definition", profile.definition());
    return one;
  }

  /** Adds the newest run, and the senders with their sequences. */
  void addState(Feed feed, ObjectNode to) {
    Feed.Profile profile = feed.profile();
    List<Run> newest =
        books.runs(new Books.Query(RunKind.FEED, profile.name(), null, profile.tenant(), null, 1));
    to.set("run", newest.isEmpty() ? Json.none() : RunRoutes.json(newest.getFirst()));
    ArrayNode sequences = to.putArray("sequences");
    for (Sender sender : senders.senders(profile.tenant(), profile.name(), SENDERS)) {
      sequences.add(SenderJson.of(sender, profile.silence(), clock.instant()));
    }
  }
}

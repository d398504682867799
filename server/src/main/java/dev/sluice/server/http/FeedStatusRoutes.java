package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.dataset.SourceName;
import dev.sluice.feed.Feed;
import dev.sluice.feed.FeedActivity;
import dev.sluice.live.Broadcast;
import dev.sluice.live.Topic;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.Sender;
import dev.sluice.sequence.SenderStore;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What feeds have taken, and what is missing of their senders' sequences. */
final class FeedStatusRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(FeedStatusRoutes.class);
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);
  private static final int BODY_BYTES = 4_096;

  private final Map<String, Feed> feeds;
  private final SenderStore senders;
  private final Broadcast broadcast;
  private final InstantSource clock;
  private final FeedJson json;
  private final Cursors cursors;

  FeedStatusRoutes(Ports ports, Cursors cursors) {
    this.cursors = cursors;
    this.feeds = ports.feeds();
    this.senders = ports.senders();
    this.broadcast = ports.watching().broadcast();
    this.clock = ports.clock();
    this.json = new FeedJson(ports.books(), ports.senders(), ports.clock());
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/feeds", this::list);
    routes.get("/api/feeds/{feed}", this::show);
    routes.post("/api/feeds/{feed}/sequences/dismiss", this::dismiss);
  }

  private void list(Context context) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    Exchange.json(
        context,
        Page.ofNames(
            QueryParameters.of(context),
            cursors,
            "feeds " + caller.tenant().orElse(""),
            FeedRoutes.visible(feeds, caller),
            feed -> feed.profile().name(),
            feed -> describe(feed, feed.activity().snapshot())));
  }

  private void show(Context context) throws IOException {
    Feed feed = FeedRoutes.named(feeds, context, Scope.READ);
    QueryParameters.of(context).end();
    FeedActivity.Snapshot snapshot = feed.activity().snapshot();
    ObjectNode body = describe(feed, snapshot);
    json.addState(feed, body);
    var last = body.putArray("lastPayloads");
    for (FeedActivity.Seen seen : snapshot.last()) {
      ObjectNode one = last.addObject();
      one.put("at", Rfc3339.utc(seen.at().truncatedTo(ChronoUnit.MILLIS)));
      one.put("verdict", seen.verdict());
      Payload.show(one, seen.payload());
    }
    Exchange.json(context, body);
  }

  private static ObjectNode describe(Feed feed, FeedActivity.Snapshot snapshot) {
    ObjectNode one = FeedJson.definition(feed);
    ObjectNode verdicts = one.putObject("sinceStart");
    verdicts.put("received", snapshot.received());
    verdicts.put("stored", snapshot.stored());
    verdicts.put("duplicate", snapshot.duplicate());
    verdicts.put("rejected", snapshot.rejected());
    verdicts.put("accepted", snapshot.accepted());
    one.put("lastMinute", snapshot.lastMinute());
    return one;
  }

  /** Numbers that the sender says will not come, or never were. */
  private void dismiss(Context context) throws IOException {
    Feed feed = FeedRoutes.named(feeds, context, Scope.DEAD_LETTERS_WRITE);
    QueryParameters.of(context).end();
    if (!(JSON.parse(Body.read(context.req(), BODY_BYTES))
            instanceof Parsed.Document(JsonNode body))
        || !body.path("source").isString()
        || !StorableText.is(body.path("source").asString())
        || !body.path("from").canConvertToLong()
        || !body.path("to").canConvertToLong()) {
      throw Problem.of(400, "body", "send {\"source\": TEXT, \"from\": NUMBER, \"to\": NUMBER}")
          .asException();
    }
    if (body.path("from").asLong() > body.path("to").asLong()) {
      throw Problem.of(400, "body", "`from` is greater than `to`: swap them").asException();
    }
    Feed.Profile profile = feed.profile();
    Range numbers = new Range(body.path("from").asLong(), body.path("to").asLong());
    String source = SourceName.of(body.path("source").asString());
    Sender left =
        senders
            .dismiss(profile.tenant(), profile.name(), source, numbers)
            .orElseThrow(() -> Problem.notFound("there is no such sender").asException());
    log.atInfo()
        .addKeyValue("feed", profile.name())
        .addKeyValue("source", source)
        .addKeyValue("numbers", numbers.first() + ".." + numbers.last())
        .log("sequence gap dismissed");
    broadcast.changed(Topic.of("feeds", profile.name()));
    Exchange.json(context, SenderJson.of(left, profile.silence(), clock.instant()));
  }
}

package dev.sluice.server.http;

import dev.sluice.feed.Feed;
import dev.sluice.live.SnapshotSource;
import dev.sluice.run.Books;
import dev.sluice.sequence.SenderStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code feeds/NAME}: as {@code GET /api/feeds/NAME} shows it, without what only one process has
 * counted; {@code feeds}: all of them with their runs.
 */
public final class FeedTopics implements SnapshotSource {
  private final Map<String, Feed> feeds;
  private final FeedJson json;

  public FeedTopics(
      Map<String, Feed> feeds, Books books, SenderStore senders, InstantSource clock) {
    this.feeds = feeds;
    this.json = new FeedJson(books, senders, clock);
  }

  @Override
  public String prefix() {
    return "feeds";
  }

  @Override
  public Duration refresh() {
    return Duration.ofMillis(500);
  }

  @Override
  public Optional<JsonNode> read(@Nullable String id, @Nullable String tenant) {
    if (id == null) {
      List<ObjectNode> items =
          feeds.values().stream()
              .filter(feed -> sees(tenant, feed))
              .map(FeedJson::definition)
              .toList();
      return Optional.of(Json.page(items, null));
    }
    return Optional.ofNullable(feeds.get(id))
        .filter(feed -> sees(tenant, feed))
        .map(feed -> {
          ObjectNode one = FeedJson.definition(feed);
          json.addState(feed, one);
          return one;
        });
  }

  private static boolean sees(@Nullable String tenant, Feed feed) {
    return tenant == null || feed.profile().tenant().equals(tenant);
  }
}

package dev.sluice.server.http;

import dev.sluice.live.SnapshotSource;
import dev.sluice.run.Books;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code queues}: as {@code GET /api/queues} lists them. They are the operator's alone. */
public final class QueueTopics implements SnapshotSource {
  private final Books books;

  public QueueTopics(Books books) {
    this.books = books;
  }

  @Override
  public String prefix() {
    return "queues";
  }

  @Override
  public Duration refresh() {
    return Duration.ofMillis(500);
  }

  @Override
  public Optional<JsonNode> read(@Nullable String id, @Nullable String tenant) {
    return id == null && tenant == null
        ? Optional.of(Json.page(QueueRoutes.sorted(books).map(QueueRoutes::json).toList(), null))
        : Optional.empty();
  }
}

package dev.sluice.server.http;

import dev.sluice.live.SnapshotSource;
import dev.sluice.run.Books;
import dev.sluice.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code runs}: the newest, as {@code GET /api/runs} lists them; {@code runs/ID}: one of them. */
public final class RunTopics implements SnapshotSource {
  private static final int SHOWN = 50;

  private final Books books;

  public RunTopics(Books books) {
    this.books = books;
  }

  @Override
  public String prefix() {
    return "runs";
  }

  @Override
  public Duration refresh() {
    return Duration.ofMillis(500);
  }

  @Override
  public Optional<JsonNode> read(@Nullable String id, @Nullable String tenant) {
    if (id != null) {
      return uuid(id)
          .flatMap(books::run)
          .filter(run -> tenant == null || run.key().tenant().equals(tenant))
          .map(RunRoutes::json);
    }
    List<Run> newest = books.runs(new Books.Query(null, null, null, tenant, null, SHOWN));
    return Optional.of(Json.page(newest.stream().map(RunRoutes::json).toList(), null));
  }

  private static Optional<UUID> uuid(String id) {
    try {
      return id.length() == 36 ? Optional.of(UUID.fromString(id)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

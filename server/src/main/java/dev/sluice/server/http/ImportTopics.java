package dev.sluice.server.http;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStore;
import dev.sluice.live.SnapshotSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code imports}: the newest, as {@code GET /api/imports} lists them; {@code imports/ID}: one of
 * them.
 */
public final class ImportTopics implements SnapshotSource {
  private static final int SHOWN = 50;

  private final ImportStore store;

  public ImportTopics(ImportPorts ports) {
    this.store = ports.store();
  }

  @Override
  public String prefix() {
    return "imports";
  }

  @Override
  public Duration refresh() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Optional<JsonNode> read(@Nullable String id, @Nullable String tenant) {
    if (id != null) {
      return uuid(id)
          .flatMap(store::find)
          .filter(one -> tenant == null || one.order().tenant().equals(tenant))
          .map(ImportJson::of);
    }
    List<Import> newest = store.list(new ImportStore.Query(tenant, null, null, null, SHOWN));
    return Optional.of(Json.page(newest.stream().map(ImportJson::of).toList(), null));
  }

  private static Optional<UUID> uuid(String id) {
    try {
      return id.length() == 36 ? Optional.of(UUID.fromString(id)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

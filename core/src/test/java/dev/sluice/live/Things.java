package dev.sluice.live;

import dev.sluice.run.BackendException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Things by id, of tenant {@code t} where their id begins so. */
final class Things implements SnapshotSource {
  final Map<String, Integer> values = new ConcurrentHashMap<>();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger faults = new AtomicInteger();
  private final Duration refresh;

  Things(Duration refresh) {
    this.refresh = refresh;
  }

  @Override
  public String prefix() {
    return "things";
  }

  @Override
  public Duration refresh() {
    return refresh;
  }

  @Override
  public Optional<JsonNode> read(@Nullable String id, @Nullable String tenant) {
    reads.incrementAndGet();
    if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new BackendException(
          BackendException.Kind.UNAVAILABLE, "away", new IllegalStateException());
    }
    if (id == null) {
      return Optional.of(JsonNodeFactory.instance.numberNode(values.size()));
    }
    return Optional.ofNullable(values.get(id))
        .filter(value -> tenant == null || id.startsWith(tenant))
        .map(JsonNodeFactory.instance::numberNode);
  }
}

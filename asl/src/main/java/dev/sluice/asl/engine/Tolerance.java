package dev.sluice.asl.engine;

import dev.sluice.asl.model.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How many failed items a distributed Map puts up with. Source: AWS, "Tolerated failure threshold":
 * with a count and a percentage the run fails when it exceeds either, with neither at the first
 * failure.
 */
public record Tolerance(@Nullable Long count, @Nullable Double percentage) {

  static Tolerance of(State.MapState map, Children children) {
    return new Tolerance(
        map.toleratedCount() == null ? null : children.toleratedCount,
        map.toleratedPercentage() == null ? null : children.toleratedPercentage);
  }

  /** Whether that many failed items of all are too many. */
  public boolean exceeded(long failed, long items) {
    if (count == null && percentage == null) {
      return failed > 0;
    }
    return (count != null && failed > count)
        || (percentage != null && 100.0 * failed / Math.max(1, items) > percentage);
  }

  /** The items behind one child: a batch counts as all that is in it. */
  static long items(State.MapState map, Children children, int index) {
    JsonNode child = children.items == null ? null : children.items.get(index);
    return map.batcher() == null || child == null ? 1 : child.path("Items").size();
  }

  static long items(State.MapState map, Children children) {
    if (map.batcher() == null) {
      return children.total();
    }
    long items = 0;
    for (int i = 0; i < children.total(); i++) {
      items += items(map, children, i);
    }
    return items;
  }
}

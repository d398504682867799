package dev.sluice.server.http;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of what was found: one more than the limit was asked for, to know whether more is there.
 */
final class Page {
  private Page() {}

  static <T> ObjectNode of(
      List<T> found, int limit, Function<T, ObjectNode> json, Function<T, String> cursor) {
    boolean more = found.size() > limit;
    List<T> shown = more ? found.subList(0, limit) : found;
    return Json.page(
        shown.stream().map(json).toList(), more ? cursor.apply(shown.getLast()) : null);
  }
}

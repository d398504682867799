package dev.sluice.server.http;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of what was found: one more than the limit was asked for, to know whether more is there.
 */
final class Page {
  /** A short list of names comes whole unless less is asked for. */
  private static final int NAMES = 500;

  private Page() {}

  /** A list of what has names, in the order of these. To be called in place of the query's end. */
  static <T> ObjectNode ofNames(
      QueryParameters query,
      Cursors cursors,
      String list,
      Stream<T> all,
      Function<T, String> name,
      Function<T, ObjectNode> json) {
    int limit = query.limit(NAMES, NAMES);
    String cursor = query.cursor();
    query.end();
    String after = cursors.place(list, query.filter(), cursor);
    List<T> found =
        all.filter(one -> after == null || name.apply(one).compareTo(after) > 0)
            .sorted(Comparator.comparing(name))
            .limit(limit + 1L)
            .toList();
    return of(found, limit, json, one -> cursors.sign(list, query.filter(), name.apply(one)));
  }

  static <T> ObjectNode of(
      List<T> found, int limit, Function<T, ObjectNode> json, Function<T, String> cursor) {
    boolean more = found.size() > limit;
    List<T> shown = more ? found.subList(0, limit) : found;
    return Json.page(
        shown.stream().map(json).toList(), more ? cursor.apply(shown.getLast()) : null);
  }
}

package dev.sluice.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Lists of the server, whole. */
final class Pages {
  private Pages() {}

  /** The items of every page. */
  static List<JsonNode> all(Client client, String path) throws InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      String query = "?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + segment(cursor));
      JsonNode page = Objects.requireNonNull(client.ask("GET", path + query, null));
      page.path("items").values().forEach(items::add);
      cursor = page.path("nextCursor").asString("");
    } while (!cursor.isEmpty());
    return items;
  }

  /** A text of the item, or something else where it has none. */
  static String text(JsonNode item, String name, String otherwise) {
    return item.path(name).isString() ? item.path(name).asString() : otherwise;
  }

  /** What somebody typed, as part of a path or a query. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.sluice.server.contract;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the document.
 *
 * @param method in capitals
 * @param parameters resolved, those of its path included
 */
record Operation(String method, String path, JsonNode definition, List<JsonNode> parameters) {

  String id() {
    return definition.path("operationId").asString("");
  }

  /** Segments of a path; {@code {name}} stands for any one. */
  boolean matches(String target) {
    String[] mine = path.split("/", -1);
    String[] theirs = target.split("/", -1);
    if (mine.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      boolean any = mine[i].startsWith("{") && !theirs[i].isEmpty();
      if (!any && !mine[i].equals(theirs[i])) {
        return false;
      }
    }
    return true;
  }

  /** Of two that match, the one with more literal segments is meant. */
  long literals() {
    return path.split("/", -1).length - path.chars().filter(c -> c == '{').count();
  }

  /** What it answers when all goes well: its least status of 200 and above. */
  int success() {
    return new TreeSet<>(definition.path("responses").propertyNames())
        .stream()
            .filter(status -> status.matches("[23]\\d\\d"))
            .findFirst()
            .map(Integer::parseInt)
            .orElse(0);
  }

  Optional<JsonNode> response(int status) {
    return definition.path("responses").optional(Integer.toString(status));
  }

  boolean takes(String queryParameter) {
    // Columns that a definition names, which no document can list.
    return definition.path("x-columns-as-parameters").asBoolean(false)
        || parameters.stream()
            .anyMatch(one ->
                one.path("in").asString("").equals("query")
                    && one.path("name").asString("").equals(queryParameter));
  }

  @Override
  public String toString() {
    return id() + " (" + method + " " + path + ")";
  }
}

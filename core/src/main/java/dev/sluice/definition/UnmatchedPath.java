package dev.sluice.definition;

import dev.sluice.jsonata.InputPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A path of a mapping that a schema says can never match.
 *
 * @param step the first name that is not there
 * @param known the names that are; empty where no object is
 */
record UnmatchedPath(InputPath path, InputPath.Step step, List<String> known) {
  private static final Set<String> SCALARS =
      Set.of("string", "number", "integer", "boolean", "null");

  /** What is wrong with a path; empty where it may match, or the schema leaves it open. */
  static Optional<UnmatchedPath> of(InputPath path, JsonNode schema) {
    JsonNode value = schema;
    for (InputPath.Step step : path.steps()) {
      while (isArrayOfItems(value)) {
        value = value.path("items");
      }
      String type = value.path("type").asString("");
      if (SCALARS.contains(type)) {
        return Optional.of(new UnmatchedPath(path, step, List.of()));
      }
      JsonNode properties = value.path("properties");
      JsonNode next = properties.path(step.name());
      boolean closed =
          type.equals("object")
              && value.path("additionalProperties").isBoolean()
              && !value.path("additionalProperties").booleanValue()
              && !value.has("patternProperties");
      if (next.isMissingNode() && closed) {
        return Optional.of(new UnmatchedPath(path, step, List.copyOf(properties.propertyNames())));
      }
      if (next.isMissingNode() || !type.equals("object")) {
        return Optional.empty();
      }
      value = next;
    }
    return Optional.empty();
  }

  private static boolean isArrayOfItems(JsonNode value) {
    return value.path("type").asString("").equals("array")
        && value.path("items").isObject()
        && !value.has("prefixItems");
  }
}

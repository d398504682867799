package dev.sluice.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A YAML document as a tree of positions; aliases are resolved. */
sealed interface YamlNode {

  Position at();

  JsonNode json();

  /** A field's place is its name's. */
  record Field(Position nameAt, YamlNode value) {}

  /** Fields in their order. */
  record Fields(Position at, Map<String, Field> fields) implements YamlNode {
    @Override
    public JsonNode json() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      fields.forEach((name, field) -> object.set(name, field.value().json()));
      return object;
    }
  }

  /** A list. */
  record Items(Position at, List<YamlNode> items) implements YamlNode {
    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.json()));
      return array;
    }
  }

  /**
   * A scalar.
   *
   * @param json string, number, boolean or null
   * @param text as written, without quotes
   * @param source where the text's characters stand
   */
  record Scalar(Position at, JsonNode json, String text, ScalarText source) implements YamlNode {

    Position within(int offset) {
      return source.within(offset);
    }
  }

  /** The node a path of names and indexes leads to, or the last that exists on the way. */
  static YamlNode follow(YamlNode start, List<Object> path) {
    YamlNode node = start;
    for (Object step : path) {
      @Nullable YamlNode next =
          switch (node) {
            case Fields(Position at, Map<String, Field> fields) -> {
              Field field = fields.get(String.valueOf(step));
              yield field == null ? null : field.value();
            }
            case Items(Position at, List<YamlNode> items) ->
                step instanceof Integer index && index >= 0 && index < items.size()
                    ? items.get(index)
                    : null;
            case Scalar scalar -> null;
          };
      if (next == null) {
        return node;
      }
      node = next;
    }
    return node;
  }
}

package dev.sluice.asl.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What an event says, under AWS's names. Rendered on demand: most histories are never looked at.
 */
public sealed interface EventDetails {

  /** The member of the event that holds these details. */
  String key();

  List<Field> fields();

  /** Into a state, with what. */
  record Entered(String name, JsonNode input) implements EventDetails {
    @Override
    public String key() {
      return "stateEnteredEventDetails";
    }

    @Override
    public List<Field> fields() {
      return List.of(plain("name", name), document("input", input));
    }
  }

  /** Out of a state, with what; {@code assigned} null where no variable was. */
  record Exited(String name, JsonNode output, @Nullable JsonNode assigned) implements EventDetails {
    @Override
    public String key() {
      return "stateExitedEventDetails";
    }

    @Override
    public List<Field> fields() {
      return List.of(
          plain("name", name),
          document("output", output),
          new Field("assignedVariables", Form.VARIABLES, assigned));
    }
  }

  /** Any other. */
  record Listed(String key, List<Field> fields) implements EventDetails {}

  /** How a field is written. */
  enum Form {
    /** As it is. */
    PLAIN,
    /** JSON as text. */
    TEXT,
    /** JSON as text, with {@code nameDetails: {truncated: false}} beside it. */
    DOCUMENT,
    /** Each member as JSON text. */
    VARIABLES
  }

  /** One field; a null value is left out. */
  record Field(String name, Form form, @Nullable JsonNode value) {}

  static Field plain(String name, @Nullable String value) {
    return new Field(name, Form.PLAIN, value == null ? null : StringNode.valueOf(value));
  }

  static Field number(String name, @Nullable Integer value) {
    return new Field(name, Form.PLAIN, value == null ? null : IntNode.valueOf(value));
  }

  static Field document(String name, @Nullable JsonNode value) {
    return new Field(name, Form.DOCUMENT, value);
  }

  static EventDetails of(String key, Field... fields) {
    return new Listed(key, List.of(fields));
  }

  static EventDetails failure(String key, @Nullable String error, @Nullable String cause) {
    return of(key, plain("error", error), plain("cause", cause));
  }

  /** As it stands in the event. */
  default ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Field field : fields()) {
      JsonNode value = field.value();
      if (value == null) {
        continue;
      }
      switch (field.form()) {
        case PLAIN -> json.set(field.name(), value);
        case TEXT -> json.put(field.name(), value.toString());
        case DOCUMENT -> {
          json.put(field.name(), value.toString());
          json.putObject(field.name() + "Details").put("truncated", false);
        }
        case VARIABLES -> {
          ObjectNode texts = json.putObject(field.name());
          for (Map.Entry<String, JsonNode> entry : value.properties()) {
            texts.put(entry.getKey(), entry.getValue().toString());
          }
          json.putObject(field.name() + "Details").put("truncated", false);
        }
      }
    }
    return json;
  }
}

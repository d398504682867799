package dev.sluice.postgres;

import dev.sluice.record.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stored form of a dead letter's errors: an array of objects. Fields may be added, never renamed.
 */
final class ErrorsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ErrorsJson() {}

  static String write(List<FieldError> errors) {
    ArrayNode array = JSON.createArrayNode();
    for (FieldError error : errors) {
      ObjectNode object = array.addObject();
      object.put("code", error.code());
      object.put("field", PostgresText.storable(error.field()));
      object.put("value", PostgresText.storable(error.value()));
      object.put("message", PostgresText.storable(error.message()));
      object.put("hint", PostgresText.storable(error.hint()));
    }
    return JSON.writeValueAsString(array);
  }

  static List<FieldError> read(String json) {
    List<FieldError> errors = new ArrayList<>();
    for (JsonNode error : JSON.readTree(json)) {
      errors.add(
          new FieldError(
              text(error, "code", ""),
              text(error, "field", ""),
              optional(error, "value"),
              text(error, "message", ""),
              text(error, "hint", "")));
    }
    return errors;
  }

  private static String text(JsonNode error, String name, String missing) {
    String value = optional(error, name);
    return value == null ? missing : value;
  }

  private static @Nullable String optional(JsonNode error, String name) {
    JsonNode value = error.path(name);
    return value.isString() ? value.asString() : null;
  }
}

package dev.sluice.server.contract;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document's schemas with every object closed unless it says {@code additionalProperties}: a
 * member that is answered and not described is a hole in the document. Members of an {@code allOf}
 * stay open, since each sees the whole object.
 */
final class ClosedSchemas {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String OPEN = "#/components/open/";

  private ClosedSchemas() {}

  /** {@code components} for schemas from {@link #closed} to refer to. */
  static ObjectNode components(JsonNode components) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ObjectNode closed = all.putObject("schemas");
    ObjectNode open = all.putObject("open");
    for (Map.Entry<String, JsonNode> one : components.path("schemas").properties()) {
      closed.set(one.getKey(), closed(one.getValue()));
      open.set(one.getKey(), open(one.getValue()));
    }
    return all;
  }

  static JsonNode closed(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode made = inside(schema);
    boolean shaped = schema.has("properties") || schema.has("allOf");
    if (shaped && !schema.has("additionalProperties") && !schema.has("unevaluatedProperties")) {
      made.put("unevaluatedProperties", false);
    }
    return made;
  }

  private static JsonNode open(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode made = inside(schema);
    String reference = schema.path("$ref").asString("");
    if (reference.startsWith(SCHEMAS)) {
      made.put("$ref", OPEN + reference.substring(SCHEMAS.length()));
    }
    return made;
  }

  private static ObjectNode inside(JsonNode schema) {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> one : schema.properties()) {
      made.set(
          one.getKey(),
          switch (one.getKey()) {
            case "properties", "patternProperties", "$defs" -> named(one.getValue());
            case "allOf" -> listed(one.getValue(), true);
            case "oneOf", "anyOf", "prefixItems" -> listed(one.getValue(), false);
            case "items", "additionalProperties", "then", "else" -> closed(one.getValue());
            default -> one.getValue();
          });
    }
    return made;
  }

  private static JsonNode named(JsonNode schemas) {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    schemas.properties().forEach(one -> made.set(one.getKey(), closed(one.getValue())));
    return made;
  }

  private static JsonNode listed(JsonNode schemas, boolean open) {
    ArrayNode made = JsonNodeFactory.instance.arrayNode();
    schemas.values().forEach(one -> made.add(open ? open(one) : closed(one)));
    return made;
  }
}

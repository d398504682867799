package dev.sluice.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as answers hold it: compact, numbers as plain decimals. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static JsonNode none() {
    return JsonNodeFactory.instance.nullNode();
  }

  static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  /** Of bytes that {@link #bytes} made. */
  static JsonNode read(byte[] bytes) {
    return MAPPER.readTree(bytes);
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** A page of a list. */
  static ObjectNode page(List<ObjectNode> items, @Nullable String nextCursor) {
    ObjectNode page = object();
    page.putArray("items").addAll(items);
    page.put("nextCursor", nextCursor);
    return page;
  }
}

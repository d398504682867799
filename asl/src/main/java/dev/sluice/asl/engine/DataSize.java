package dev.sluice.asl.engine;

import dev.sluice.asl.model.AslMachine;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bytes of JSON text in UTF-8, counted without writing it. */
final class DataSize {
  /** Bytes an input, an output or a result may have. */
  static final int LIMIT = 262_144;

  private DataSize() {}

  /** Whether the text is over the limit, or nests deeper than any document may. */
  static boolean exceeds(JsonNode node, int limit) {
    return count(node, limit, 0) > limit;
  }

  /** The exact length, or more than the limit where it is over it. */
  static long count(JsonNode node, int limit, int depth) {
    if (depth > AslMachine.MAX_DEPTH) {
      return (long) limit + 1;
    }
    return switch (node) {
      case ObjectNode object -> fields(object, limit, depth);
      case ArrayNode array -> items(array, limit, depth);
      default -> scalar(node);
    };
  }

  private static long fields(ObjectNode object, int limit, int depth) {
    long size = 2L + Math.max(0, object.size() - 1);
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      size += string(entry.getKey()) + 1 + count(entry.getValue(), limit, depth + 1);
      if (size > limit) {
        break;
      }
    }
    return size;
  }

  private static long items(ArrayNode array, int limit, int depth) {
    long size = 2L + Math.max(0, array.size() - 1);
    for (JsonNode item : array) {
      size += count(item, limit, depth + 1);
      if (size > limit) {
        break;
      }
    }
    return size;
  }

  private static int scalar(JsonNode node) {
    if (node.isString()) {
      return string(node.asString());
    }
    return node.isInt() ? digits(node.intValue()) : node.toString().length();
  }

  private static int digits(int value) {
    int count = value < 0 ? 2 : 1;
    for (int v = value / 10; v != 0; v /= 10) {
      count++;
    }
    return count;
  }

  private static int string(String text) {
    int size = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size += c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
      } else if (c == '"' || c == '\\') {
        size += 2;
      } else if (c < 0x20) {
        size += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
      } else {
        size++;
      }
    }
    return size;
  }
}

package dev.sluice.asl.intrinsic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The functions on arrays. */
final class ArrayFunctions {
  private static final int MAX_RANGE = 1_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ArrayFunctions() {}

  static JsonNode array(Arguments arguments) {
    return JSON.arrayNode().addAll(arguments.values());
  }

  /** Chunks of the given size; the last may be shorter, an empty array gives none. */
  static JsonNode partition(Arguments arguments) {
    JsonNode array = arguments.array(0);
    long size = arguments.whole(1);
    if (size <= 0) {
      throw new Arguments.WrongArgument("The chunk size must be a positive integer");
    }
    ArrayNode chunks = JSON.arrayNode();
    ArrayNode chunk = JSON.arrayNode();
    for (JsonNode item : array) {
      if (chunk.isEmpty()) {
        chunks.add(chunk);
      }
      chunk.add(item);
      if (chunk.size() == size) {
        chunk = JSON.arrayNode();
      }
    }
    return chunks;
  }

  static JsonNode contains(Arguments arguments) {
    Object wanted = canonical(arguments.value(1));
    for (JsonNode item : arguments.array(0)) {
      if (canonical(item).equals(wanted)) {
        return JSON.booleanNode(true);
      }
    }
    return JSON.booleanNode(false);
  }

  /** From the first to the last, both included. */
  static JsonNode range(Arguments arguments) {
    long first = arguments.whole(0);
    long last = arguments.whole(1);
    long step = arguments.whole(2);
    if (step == 0) {
      throw new Arguments.WrongArgument("The step of the range cannot be 0");
    }
    ArrayNode range = JSON.arrayNode();
    BigDecimal end = BigDecimal.valueOf(last);
    BigDecimal at = BigDecimal.valueOf(first);
    while (step > 0 ? at.compareTo(end) <= 0 : at.compareTo(end) >= 0) {
      if (range.size() == MAX_RANGE) {
        throw new Arguments.WrongArgument(
            "The range cannot have more than " + MAX_RANGE + " items");
      }
      range.add(ValueFunctions.whole(at.longValue()));
      at = at.add(BigDecimal.valueOf(step));
    }
    return range;
  }

  static JsonNode getItem(Arguments arguments) {
    JsonNode array = arguments.array(0);
    long index = arguments.whole(1);
    if (index < 0 || index >= array.size()) {
      throw new Arguments.WrongArgument(
          "The index %d is out of bounds for an array of %d items".formatted(index, array.size()));
    }
    return array.get((int) index);
  }

  static JsonNode length(Arguments arguments) {
    return JSON.numberNode(arguments.array(0).size());
  }

  /** The first of each set of equal items, in order. */
  static JsonNode unique(Arguments arguments) {
    Set<Object> seen = new HashSet<>();
    ArrayNode unique = JSON.arrayNode();
    for (JsonNode item : arguments.array(0)) {
      if (seen.add(canonical(item))) {
        unique.add(item);
      }
    }
    return unique;
  }

  /** A form in which equal JSON values are equal: numbers by value, objects in any order. */
  private static Object canonical(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros();
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>(node.size());
      node.forEach(item -> items.add(canonical(item)));
      return items;
    }
    if (node.isObject()) {
      Map<String, Object> fields = new HashMap<>();
      node.properties().forEach(e -> fields.put(e.getKey(), canonical(e.getValue())));
      return fields;
    }
    return node;
  }
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/** Reads what a signature has let through; T0410 where a value came past it. */
final class Arguments {
  private Arguments() {}

  static @Nullable JsonNode get(@Nullable JsonNode[] arguments, int index) {
    return index < arguments.length ? arguments[index] : null;
  }

  static boolean has(@Nullable JsonNode[] arguments, int index) {
    return get(arguments, index) != null;
  }

  static String text(@Nullable JsonNode[] arguments, int index) {
    if (get(arguments, index) instanceof StringNode text) {
      return text.stringValue();
    }
    throw mismatch(arguments, index);
  }

  static JsonNode number(@Nullable JsonNode[] arguments, int index) {
    @Nullable JsonNode value = get(arguments, index);
    if (value != null && Numbers.isNumeric(value)) {
      return value;
    }
    throw mismatch(arguments, index);
  }

  static double real(@Nullable JsonNode[] arguments, int index) {
    return Numbers.real(number(arguments, index));
  }

  static ArrayNode array(@Nullable JsonNode[] arguments, int index) {
    @Nullable JsonNode value = get(arguments, index);
    return value instanceof ArrayNode array ? array : Values.array().add(value);
  }

  static FunctionValue function(@Nullable JsonNode[] arguments, int index) {
    if (get(arguments, index) instanceof FunctionValue function) {
      return function;
    }
    throw mismatch(arguments, index);
  }

  static Failure mismatch(@Nullable JsonNode[] arguments, int index) {
    return Failure.of("T0410", get(arguments, index)).index(index + 1);
  }
}

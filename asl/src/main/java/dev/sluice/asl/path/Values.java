package dev.sluice.asl.path;

import java.math.BigDecimal;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.POJONode;

/** How json-path 2.0.0 compares a value of the document with what a filter expects of it. */
final class Values {

  private Values() {}

  /**
   * The order of the two, or empty where they cannot be compared. Null and the text {@code null}
   * are the same and come before all else; an expected text is read as a number or a boolean where
   * the value is one.
   */
  @SuppressWarnings("ReferenceEquality") // a node compared with itself, without a look at it
  static OptionalInt compare(JsonNode expected, JsonNode model) {
    if (expected == model) {
      return OptionalInt.of(0);
    }
    boolean noneExpected = isNullish(expected);
    boolean none = isNullish(model);
    if (noneExpected || none) {
      return OptionalInt.of(Boolean.compare(none, noneExpected));
    }
    if (expected.isString() && model.isString()) {
      String text = expected.stringValue();
      if (text.contains("'")) {
        text = text.replace("\\'", "'");
      }
      return OptionalInt.of(text.compareTo(model.stringValue()));
    }
    if ((expected.isNumber() || expected.isString()) && model.isNumber()) {
      return OptionalInt.of(number(expected).compareTo(number(model)));
    }
    if ((expected.isBoolean() || expected.isString()) && model.isBoolean()) {
      boolean wanted = Boolean.parseBoolean(expected.asString());
      return OptionalInt.of(Boolean.compare(wanted, model.booleanValue()));
    }
    return OptionalInt.empty();
  }

  private static boolean isNullish(JsonNode node) {
    return node.isNull() || (node.isString() && node.stringValue().equals("null"));
  }

  private static BigDecimal number(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    try {
      return new BigDecimal(node.stringValue());
    } catch (NumberFormatException noNumber) {
      throw new InvalidPathException(
          "'" + node.stringValue() + "' can not be compared with a number");
    }
  }

  /** A value's text as patterns and messages show it. */
  static String text(JsonNode node) {
    if (node instanceof POJONode opaque) {
      return String.valueOf(opaque.getPojo());
    }
    return node.isString() ? node.stringValue() : node.toString();
  }

  /** Something that equals nothing but itself. */
  static JsonNode opaque(Object value) {
    return JsonNodeFactory.instance.pojoNode(value);
  }
}

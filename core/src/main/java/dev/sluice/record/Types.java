package dev.sluice.record;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** The {@code type} keyword as bits. */
final class Types {
  static final int NULL = 1;
  static final int BOOLEAN = 2;
  static final int STRING = 4;
  static final int INTEGER = 8;

  /** A number that is no integer. */
  static final int FRACTION = 16;

  static final int ARRAY = 32;
  static final int OBJECT = 64;
  static final int ALL = 127;

  private Types() {}

  /** Of the keyword's value; 0 where it is not understood. */
  static int of(JsonNode type) {
    if (type.isArray()) {
      int types = 0;
      for (JsonNode one : type.values()) {
        int bits = one.isString() ? of(one) : 0;
        if (bits == 0) {
          return 0;
        }
        types |= bits;
      }
      return types;
    }
    return switch (type.asString("")) {
      case "null" -> NULL;
      case "boolean" -> BOOLEAN;
      case "string" -> STRING;
      case "integer" -> INTEGER;
      case "number" -> INTEGER | FRACTION;
      case "array" -> ARRAY;
      case "object" -> OBJECT;
      default -> 0;
    };
  }

  /** Of a value; 0 for what strict JSON does not give, such as doubles. */
  static int ofValue(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> STRING;
      case NUMBER -> number(value);
      case BOOLEAN -> BOOLEAN;
      case OBJECT -> OBJECT;
      case ARRAY -> ARRAY;
      case NULL -> NULL;
      case BINARY, MISSING, POJO -> 0;
    };
  }

  private static int number(JsonNode value) {
    if (value.isInt() || value.isLong() || value.isBigInteger()) {
      return INTEGER;
    }
    if (!value.isBigDecimal()) {
      return 0;
    }
    BigDecimal decimal = value.decimalValue();
    // A fraction that ends in zeros (5.0) is an integer: rare enough for the validator.
    return decimal.scale() <= 0 ? INTEGER : FRACTION;
  }
}

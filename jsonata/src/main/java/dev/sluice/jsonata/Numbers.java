package dev.sluice.jsonata;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NumericNode;

/** Arithmetic: the one place where DOUBLE and DECIMAL differ. */
abstract class Numbers {
  static final long EXACT = 1L << 53;

  static Numbers of(JsonataOptions options) {
    return options.numbers() == JsonataOptions.Numbers.DOUBLE
        ? DoubleNumbers.INSTANCE
        : new DecimalNumbers(options.decimalDigits());
  }

  abstract JsonNode add(JsonNode a, JsonNode b);

  abstract JsonNode subtract(JsonNode a, JsonNode b);

  abstract JsonNode multiply(JsonNode a, JsonNode b);

  abstract JsonNode divide(JsonNode a, JsonNode b);

  abstract JsonNode remainder(JsonNode a, JsonNode b);

  abstract JsonNode negate(JsonNode a);

  abstract int compare(JsonNode a, JsonNode b);

  /** A number as it stands in an expression or in text; S0102 or D3030 where it is out of range. */
  abstract JsonNode literal(String text);

  abstract JsonNode abs(JsonNode a);

  abstract JsonNode floor(JsonNode a);

  abstract JsonNode ceil(JsonNode a);

  abstract JsonNode round(JsonNode a, int precision);

  abstract JsonNode sqrt(JsonNode a);

  abstract JsonNode power(JsonNode a, JsonNode exponent);

  abstract JsonNode sum(ArrayNode values);

  abstract JsonNode average(ArrayNode values);

  /** As {@code $string} shows it. */
  abstract String text(JsonNode a);

  abstract boolean isInteger(JsonNode a);

  /** True for a number; D1001 for an infinite one, false for NaN and anything else. */
  static boolean isNumeric(@Nullable JsonNode value) {
    if (!(value instanceof NumericNode)) {
      return false;
    }
    if (value instanceof DoubleNode) {
      double d = value.doubleValue();
      if (Double.isInfinite(d)) {
        throw Failure.of("D1001", value);
      }
      return !Double.isNaN(d);
    }
    return true;
  }

  static JsonNode of(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  static JsonNode of(double value) {
    long whole = (long) value;
    if (whole == value && whole <= EXACT && whole >= -EXACT) {
      return of(whole);
    }
    return DoubleNode.valueOf(value);
  }

  /** A double, where big decimals must not take their time. */
  static double real(JsonNode value) {
    if (value.isBigDecimal()) {
      BigDecimal decimal = value.decimalValue();
      long exponent = (long) decimal.precision() - decimal.scale();
      if (exponent > 400) {
        return decimal.signum() * Double.POSITIVE_INFINITY;
      }
      if (exponent < -400) {
        return 0;
      }
      return decimal.doubleValue();
    }
    if (value.isBigInteger()) {
      return value.bigIntegerValue().doubleValue();
    }
    return value.doubleValue();
  }

  static boolean isZero(JsonNode value) {
    return switch (value) {
      case IntNode i -> i.intValue() == 0;
      case LongNode l -> l.longValue() == 0;
      default -> value.isBigDecimal() ? value.decimalValue().signum() == 0 : real(value) == 0;
    };
  }

  /** The whole number below, cut to an int's range. */
  int index(JsonNode value) {
    if (value instanceof IntNode) {
      return value.intValue();
    }
    double floor = Math.floor(real(value));
    return (int) floor;
  }
}

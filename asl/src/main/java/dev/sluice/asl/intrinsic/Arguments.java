package dev.sluice.asl.intrinsic;

import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The evaluated arguments of one call, read by position as the type the function wants. */
record Arguments(List<JsonNode> values, RandomGenerator random) {
  /** AWS, "Intrinsic functions": the longest text Base64 and Hash take. */
  private static final int MAX_CHARACTERS = 10_000;

  /** An argument the function cannot use; the caller names the function. */
  static final class WrongArgument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongArgument(String message) {
      super(message, null, false, false);
    }
  }

  int count() {
    return values.size();
  }

  JsonNode value(int index) {
    return values.get(index);
  }

  String text(int index) {
    JsonNode value = value(index);
    if (!value.isString()) {
      throw wrong(index, "a string");
    }
    return value.stringValue();
  }

  String shortText(int index) {
    return checked(text(index));
  }

  /** The text itself, or the JSON of anything else. */
  String shortJson(int index) {
    JsonNode value = value(index);
    return checked(value.isString() ? value.stringValue() : value.toString());
  }

  private static String checked(String text) {
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      throw new WrongArgument(
          "The length of the input string exceeds the maximum of "
              + MAX_CHARACTERS
              + " characters");
    }
    return text;
  }

  JsonNode array(int index) {
    JsonNode value = value(index);
    if (!value.isArray()) {
      throw wrong(index, "an array");
    }
    return value;
  }

  JsonNode object(int index) {
    JsonNode value = value(index);
    if (!value.isObject()) {
      throw wrong(index, "an object");
    }
    return value;
  }

  boolean flag(int index) {
    JsonNode value = value(index);
    if (!value.isBoolean()) {
      throw wrong(index, "a boolean");
    }
    return value.booleanValue();
  }

  /** A number, rounded half up as Java's Math.round does and AWS with it. */
  long whole(int index) {
    JsonNode value = value(index);
    if (!value.isNumber()) {
      throw wrong(index, "a number");
    }
    return value.isIntegralNumber() && value.canConvertToLong()
        ? value.longValue()
        : Math.round(value.doubleValue());
  }

  private static WrongArgument wrong(int index, String type) {
    return new WrongArgument("Argument %d must be %s".formatted(index + 1, type));
  }
}

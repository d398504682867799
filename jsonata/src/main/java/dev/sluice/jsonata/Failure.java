package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A failure on its way out: the place is filled in by the nearest expression that knows it. It has
 * no stack trace; {@link Jsonata} turns it into a {@link JsonataException}.
 */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  final String code;
  int position = -1;
  @Nullable String token;
  @Nullable String value;
  @Nullable String value2;
  @Nullable String text;
  int index;

  /** The text is the whole message, whatever the code. */
  boolean isLiteral;

  Failure(String code) {
    super(code, null, false, false);
    this.code = code;
  }

  Failure(String code, @Nullable Throwable cause) {
    super(code, cause, false, false);
    this.code = code;
  }

  /** With a value as JSON shows it, shortened. */
  static Failure of(String code, @Nullable JsonNode value) {
    Failure failure = new Failure(code);
    failure.value = shown(value);
    return failure;
  }

  Failure at(int where) {
    if (position < 0) {
      position = where;
    }
    return this;
  }

  Failure token(@Nullable String name) {
    if (token == null) {
      token = name;
    }
    return this;
  }

  /** A text, shown between quotes. */
  Failure value(@Nullable String text) {
    value = text == null ? null : Messages.quoted(text);
    return this;
  }

  Failure value(int number) {
    value = String.valueOf(number);
    return this;
  }

  Failure value2(@Nullable JsonNode node) {
    value2 = shown(node);
    return this;
  }

  Failure text(@Nullable String message) {
    text = message;
    return this;
  }

  Failure index(int argument) {
    index = argument;
    return this;
  }

  Failure literal() {
    isLiteral = true;
    return this;
  }

  JsonataException toException() {
    return new JsonataException(code, Messages.render(this), position, token, getCause());
  }

  private static String shown(@Nullable JsonNode value) {
    if (value == null) {
      return "undefined";
    }
    if ((value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue())) {
      return "null"; // as JSON has it
    }
    if (value instanceof FunctionValue) {
      return "a function";
    }
    if (value.isContainer() && value.size() > 8) {
      return value.isArray()
          ? "an array of " + value.size()
          : "an object of " + value.size() + " fields";
    }
    if (value.isBigDecimal() || value.isBigInteger()) {
      return "a number";
    }
    String json = value.toString();
    return json.length() > 80 ? json.substring(0, 77) + "..." : json;
  }
}

package dev.sluice.record;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the tree from tokens. Ours rather than the library's, because limits, repeated names and
 * absurd exponents are found here before anything is expanded, and each with its own name.
 */
final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final JsonLimits limits;
  private int tokens;

  JsonTree(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /** Leaves the tree being built; carries no stack trace, since it is an expected outcome. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    final transient JsonProblem problem;

    Refusal(JsonProblem problem) {
      super(problem.code(), null, false, false);
      this.problem = problem;
    }
  }

  /** The value at the parser's current token. */
  JsonNode read(int depth) {
    count();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(depth + 1);
      case START_ARRAY -> array(depth + 1);
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value starts with " + token);
    };
  }

  private ObjectNode object(int depth) {
    checkDepth(depth);
    ObjectNode object = NODES.objectNode();
    String name = parser.nextName();
    while (name != null) {
      count();
      if (name.length() > limits.nameLength()) {
        throw over("name-length", limits.nameLength(), "a name is too long, in characters");
      }
      parser.nextToken();
      @Nullable JsonNode before = object.replace(name, read(depth));
      if (before != null) {
        TokenStreamLocation at = parser.currentTokenLocation();
        throw new Refusal(JsonProblem.duplicateKey(at.getLineNr(), at.getColumnNr()));
      }
      name = parser.nextName();
    }
    return object;
  }

  private ArrayNode array(int depth) {
    checkDepth(depth);
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(depth));
    }
    return array;
  }

  private JsonNode string() {
    if (parser.getStringLength() > limits.stringLength()) {
      throw over("string-length", limits.stringLength(), "a string is too long, in characters");
    }
    return NODES.stringNode(parser.getString());
  }

  private JsonNode integer() {
    int length = checkNumberLength();
    if (length <= 18) {
      long value = parser.getLongValue();
      return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }
    if (length > limits.magnitude() + 1) {
      throw range();
    }
    return switch (parser.getNumberType()) {
      case INT, LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private JsonNode decimal() {
    checkNumberLength();
    checkExponent();
    BigDecimal value = parser.getDecimalValue();
    if (value.signum() != 0) {
      int exponent = value.precision() - value.scale() - 1;
      if (Math.abs(exponent) > limits.magnitude()) {
        throw range();
      }
    }
    return NODES.numberNode(value);
  }

  /**
   * The exponent as written, before BigDecimal sees it: its scale overflows, and zero keeps any
   * scale.
   */
  private void checkExponent() {
    char[] text = parser.getStringCharacters();
    int end = parser.getStringOffset() + parser.getStringLength();
    int i = parser.getStringOffset();
    while (i < end && text[i] != 'e' && text[i] != 'E') {
      i++;
    }
    int exponent = 0;
    for (i++; i < end; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        exponent = exponent * 10 + (c - '0');
        if (exponent > limits.magnitude()) {
          throw range();
        }
      }
    }
  }

  private int checkNumberLength() {
    int length = parser.getStringLength();
    if (length > limits.numberLength()) {
      throw over("number-length", limits.numberLength(), "a number is too long, in characters");
    }
    return length;
  }

  private void checkDepth(int depth) {
    if (depth > limits.depth()) {
      throw over("depth", limits.depth(), "objects and arrays are nested too deeply");
    }
  }

  private void count() {
    if (++tokens > limits.tokens()) {
      throw over("tokens", limits.tokens(), "there are too many names and values");
    }
  }

  private Refusal over(String name, long value, String what) {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new Refusal(
        JsonProblem.limit(
            name, value, at.getLineNr(), at.getColumnNr(), what + "; the limit is " + value));
  }

  private Refusal range() {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new Refusal(
        JsonProblem.numberRange(limits.magnitude(), at.getLineNr(), at.getColumnNr()));
  }
}

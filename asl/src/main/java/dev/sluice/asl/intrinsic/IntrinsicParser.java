package dev.sluice.asl.intrinsic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads an invocation; recursion is bounded by the language's own limit on nesting. */
final class IntrinsicParser {
  private static final int MAX_NESTING = 10;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._]+");
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,3})?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String text;
  private int at;

  IntrinsicParser(String text) {
    this.text = text;
  }

  Expression.Call invocation() {
    Expression.Call call = call(1);
    if (at != text.length()) {
      throw failure("unexpected text after the closing parenthesis");
    }
    return call;
  }

  private Expression.Call call(int nesting) {
    if (nesting > MAX_NESTING) {
      throw failure("intrinsic functions can be nested up to " + MAX_NESTING + " deep");
    }
    int start = at;
    String name = take(NAME).orElseThrow(() -> failure("a function's name was expected"));
    IntrinsicFunction function =
        IntrinsicFunction.named(name).orElseThrow(() -> failure("unknown function " + name));
    List<Expression> arguments = arguments(nesting);
    if (!function.accepts(arguments.size())) {
      throw failure("invalid number of arguments for " + name);
    }
    if (function.takesNumbers() && !arguments.stream().allMatch(IntrinsicParser::maybeNumber)) {
      throw failure(name + " takes numbers");
    }
    return new Expression.Call(function, arguments, text.substring(start, at));
  }

  private static boolean maybeNumber(Expression argument) {
    return switch (argument) {
      case Expression.Literal(JsonNode value) -> value.isNumber();
      case Expression.Template ignored -> false;
      case Expression.Path ignored -> true;
      case Expression.Call ignored -> true;
    };
  }

  private List<Expression> arguments(int nesting) {
    List<Expression> arguments = new ArrayList<>();
    expect('(');
    skipSpace();
    if (peek() == ')') {
      at++;
      return arguments;
    }
    while (true) {
      arguments.add(argument(nesting));
      skipSpace();
      if (peek() == ')') {
        at++;
        return arguments;
      }
      expect(',');
      skipSpace();
    }
  }

  private Expression argument(int nesting) {
    char c = peek();
    if (c == '\'') {
      return new Expression.Template(quoted());
    }
    if (c == '$') {
      return new Expression.Path(path());
    }
    if (c == '-' || Character.isDigit(c)) {
      return new Expression.Literal(
          number(take(NUMBER).orElseThrow(() -> failure("a number was expected"))));
    }
    for (JsonNode word :
        List.of(JSON.booleanNode(true), JSON.booleanNode(false), JSON.nullNode())) {
      String spelt = word.toString();
      if (text.startsWith(spelt, at)) {
        at += spelt.length();
        return new Expression.Literal(word);
      }
    }
    return call(nesting + 1);
  }

  private static JsonNode number(String spelt) {
    BigDecimal value = new BigDecimal(spelt);
    if (spelt.matches("-?\\d{1,18}")) {
      long whole = value.longValueExact();
      return whole == (int) whole ? JSON.numberNode((int) whole) : JSON.numberNode(whole);
    }
    // As Jackson reads it, so that States.Format spells 1.50 as 1.5.
    return spelt.matches("-?\\d+")
        ? JSON.numberNode(value.toBigInteger())
        : JSON.numberNode(value.doubleValue());
  }

  private String quoted() {
    int start = ++at;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '\'') {
        return text.substring(start, at++);
      }
    }
    throw failure("a string is not closed");
  }

  /** Up to the comma or parenthesis that is not part of the path's own brackets. */
  private String path() {
    int start = at;
    int depth = 0;
    boolean quoted = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted) {
        quoted = c != '\'';
      } else if (depth > 0 && c == '\'') {
        quoted = true;
      } else if (c == '[' || c == '(') {
        depth++;
      } else if (depth > 0 && (c == ']' || c == ')')) {
        depth--;
      } else if (depth == 0 && (c == ',' || c == ')' || Character.isWhitespace(c))) {
        break;
      }
    }
    return text.substring(start, at);
  }

  private Optional<String> take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher.group());
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw failure("the invocation is not closed");
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw failure("'" + wanted + "' was expected");
    }
    at++;
  }

  private IntrinsicException failure(String reason) {
    return new IntrinsicException(
        "Invalid intrinsic function '%s': %s at character %d".formatted(text, reason, at + 1));
  }
}

package dev.sluice.jsonata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Cuts an expression into tokens, one at a time, as the parser asks. */
final class Lexer {
  private static final String SPACE = " \t\n\r\u000b";
  private static final String OPERATORS = ".[]{}(),@#;:?+-*/%|=<>^&!~";
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?");
  private static final String[] DOUBLE = {"..", ":=", "!=", ">=", "<=", "**", "~>"};

  private final String source;
  private final Numbers numbers;
  private final Matcher number;
  private int position;

  Lexer(String source, Numbers numbers) {
    this.source = source;
    this.numbers = numbers;
    this.number = NUMBER.matcher(source);
  }

  /** The next token or null at the end; after an operand a slash divides, else it opens a regex. */
  @Nullable Token next(boolean afterOperand) {
    skip();
    if (position >= source.length()) {
      return null;
    }
    char c = source.charAt(position);
    if (!afterOperand && c == '/') {
      position++;
      return regex();
    }
    for (String operator : DOUBLE) {
      if (source.startsWith(operator, position)) {
        position += 2;
        return new Token(Token.Kind.OPERATOR, operator, position);
      }
    }
    if (OPERATORS.indexOf(c) >= 0) {
      position++;
      return new Token(Token.Kind.OPERATOR, String.valueOf(c), position);
    }
    if (c == '"' || c == '\'') {
      position++;
      return string(c);
    }
    number.region(position, source.length());
    if (number.lookingAt()) {
      String text = number.group();
      JsonNode literal;
      try {
        literal = numbers.literal(text);
      } catch (Failure e) {
        throw e.at(position).token(text);
      }
      position = number.end();
      return new Token(Token.Kind.NUMBER, text, position, literal, null);
    }
    if (c == '`') {
      int end = source.indexOf('`', position + 1);
      if (end < 0) {
        throw new Failure("S0105").at(source.length());
      }
      String name = source.substring(position + 1, end);
      position = end + 1;
      return new Token(Token.Kind.NAME, name, position);
    }
    return name();
  }

  private void skip() {
    while (position < source.length()) {
      if (SPACE.indexOf(source.charAt(position)) >= 0) {
        position++;
      } else if (source.startsWith("/*", position)) {
        int end = source.indexOf("*/", position + 2);
        if (end < 0) {
          throw new Failure("S0106").at(position);
        }
        position = end + 2;
      } else {
        return;
      }
    }
  }

  private Token name() {
    int start = position;
    int end = start;
    while (end < source.length()
        && SPACE.indexOf(source.charAt(end)) < 0
        && OPERATORS.indexOf(source.charAt(end)) < 0) {
      end++;
    }
    position = end;
    if (source.charAt(start) == '$') {
      return new Token(Token.Kind.VARIABLE, source.substring(start + 1, end), end);
    }
    String name = source.substring(start, end);
    return switch (name) {
      case "or", "in", "and" -> new Token(Token.Kind.OPERATOR, name, end);
      case "true" -> new Token(Token.Kind.VALUE, name, end, BooleanNode.TRUE, null);
      case "false" -> new Token(Token.Kind.VALUE, name, end, BooleanNode.FALSE, null);
      case "null" -> new Token(Token.Kind.VALUE, name, end, NullNode.getInstance(), null);
      default -> new Token(Token.Kind.NAME, name, end);
    };
  }

  private Token string(char quote) {
    StringBuilder text = new StringBuilder();
    while (position < source.length()) {
      char c = source.charAt(position);
      if (c == '\\') {
        escape(text);
      } else if (c == quote) {
        position++;
        String value = text.toString();
        return new Token(Token.Kind.STRING, value, position, StringNode.valueOf(value), null);
      } else {
        text.append(c);
      }
      position++;
    }
    throw new Failure("S0101").at(position);
  }

  private void escape(StringBuilder text) {
    position++;
    char c = position < source.length() ? source.charAt(position) : '\0';
    switch (c) {
      case '"', '\\', '/' -> text.append(c);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> {
        int end = Math.min(position + 5, source.length());
        String digits = source.substring(position + 1, end);
        if (digits.isEmpty()
            || !digits.chars().allMatch(d -> d < 128 && Character.digit(d, 16) >= 0)) {
          throw new Failure("S0104").at(position);
        }
        text.append((char) Integer.parseInt(digits, 16));
        position += 4;
      }
      default -> throw new Failure("S0103").at(position).token(c == '\0' ? "" : String.valueOf(c));
    }
  }

  private Token regex() {
    int start = position;
    int depth = 0;
    while (position < source.length()) {
      char c = source.charAt(position);
      if (c == '/' && depth == 0 && !escaped(start)) {
        String pattern = source.substring(start, position);
        if (pattern.isEmpty()) {
          throw new Failure("S0301").at(position);
        }
        position++;
        int flags = position;
        while (position < source.length()
            && (source.charAt(position) == 'i' || source.charAt(position) == 'm')) {
          position++;
        }
        Regex regex;
        try {
          regex = Regex.compile(pattern, source.substring(flags, position));
        } catch (Failure e) {
          throw e.at(position).token(pattern);
        }
        return new Token(Token.Kind.REGEX, pattern, position, null, regex);
      }
      boolean escape = position > 0 && source.charAt(position - 1) == '\\';
      if ((c == '(' || c == '[' || c == '{') && !escape) {
        depth++;
      }
      if ((c == ')' || c == ']' || c == '}') && !escape) {
        depth--;
      }
      position++;
    }
    throw new Failure("S0302").at(position);
  }

  private boolean escaped(int start) {
    int slashes = 0;
    while (position - 1 - slashes >= start && source.charAt(position - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}

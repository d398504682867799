package dev.sluice.asl.path;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One bracketed step. Like json-path 2.0.0 it lets the first telling character decide: a quote
 * makes it names, a digit, sign, colon or {@code @} positions, a question mark a filter.
 *
 * <p>Running off the end is an {@link IndexOutOfBoundsException}, which the compiler words.
 */
final class Bracket {
  private static final Pattern PLACEHOLDERS = Pattern.compile("\\[\\s*\\?[\\s,*?]*]");
  private final String text;
  private final int nesting;
  private int at;
  private char current;

  Bracket(String text, int nesting) {
    this.text = text;
    this.nesting = nesting;
  }

  PathToken token() {
    if (text.equals("[*]")) {
      return new PathToken.Wildcard();
    }
    if (PLACEHOLDERS.matcher(text).matches()) {
      throw new InvalidPathException("Filter must start with '[?(' and end with ')]'. " + text);
    }
    for (at = 0; at < text.length(); at++) {
      current = text.charAt(at);
      if (current == '?') {
        return new PathToken.Predicate(Filter.parse(filterText(), nesting));
      }
      if (current == '\'') {
        return names();
      }
      if (current == '@') {
        return fromEnd();
      }
      if (Character.isDigit(current) || current == ':' || current == '-') {
        return positions();
      }
    }
    throw new InvalidPathException("Could not analyze path component: " + text);
  }

  private void next() {
    current = text.charAt(++at);
  }

  private PathToken names() {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean open = false;
    for (; current != ']'; next()) {
      if (current != '\'') {
        if (open) {
          name.append(current);
        }
      } else {
        if (open) {
          names.add(name.toString());
          name.setLength(0);
        }
        open = !open;
      }
    }
    return new PathToken.Property(names);
  }

  /** {@code [(@.length-1)]}, {@code [(@.size()-1)]}. */
  private PathToken fromEnd() {
    next();
    next();
    StringBuilder function = new StringBuilder();
    for (; current != '-'; next()) {
      if (" ()".indexOf(current) < 0) {
        function.append(current);
      }
    }
    if (!function.toString().equals("size") && !function.toString().equals("length")) {
      throw new InvalidPathException(
          "Invalid function: @."
              + function
              + ". Supported functions are: [(@.length - n)] and [(@.size() - n)]");
    }
    StringBuilder number = new StringBuilder();
    for (; current != ')'; next()) {
      if (current != ' ') {
        number.append(current);
      }
    }
    return new PathToken.Positions(
        PathToken.Selection.FROM_END, List.of(Integer.parseInt(number.toString())));
  }

  private PathToken positions() {
    List<Integer> numbers = new ArrayList<>();
    StringBuilder number = new StringBuilder();
    boolean sequence = false;
    boolean from = false;
    boolean to = false;
    while (Character.isDigit(current) || ", :-".indexOf(current) >= 0) {
      if (current == ':') {
        boolean open = number.isEmpty();
        if (!open) {
          numbers.add(take(number));
        }
        next();
        digits(number);
        if (open) {
          to = true;
          numbers.add(take(number));
        } else if (number.isEmpty()) {
          from = true;
        } else {
          numbers.add(take(number));
        }
      } else if (current == ',') {
        numbers.add(take(number));
        sequence = true;
      } else if (current != ' ') {
        number.append(current);
      }
      if (current == ']') {
        break;
      }
      next();
    }
    if (!number.isEmpty()) {
      numbers.add(take(number));
    }
    PathToken.Selection selection;
    if (numbers.size() == 1 && !to && !from) {
      selection = PathToken.Selection.SINGLE;
    } else if (sequence) {
      selection = PathToken.Selection.SEQUENCE;
    } else if (from) {
      selection = PathToken.Selection.FROM;
    } else if (to) {
      selection = PathToken.Selection.TO;
    } else {
      selection = PathToken.Selection.BETWEEN;
    }
    return new PathToken.Positions(selection, numbers);
  }

  private void digits(StringBuilder number) {
    for (; Character.isDigit(current) || current == ' ' || current == '-'; next()) {
      if (current != ' ') {
        number.append(current);
      }
    }
  }

  private static int take(StringBuilder number) {
    int value = Integer.parseInt(number.toString());
    number.setLength(0);
    return value;
  }

  /** From the bracket before the question mark to the one that closes it outside of quotes. */
  private String filterText() {
    int start = text.lastIndexOf('[', at);
    char before = ' ';
    boolean quoted = false;
    int parentheses = 0;
    int brackets = 0;
    for (int i = start; ; i++) {
      char c = text.charAt(i);
      if (c == '\'' && before != '\\') {
        quoted = !quoted;
      } else if (!quoted) {
        switch (c) {
          case '(' -> parentheses++;
          case ')' -> parentheses--;
          case '[' -> brackets++;
          case ']' -> {
            brackets--;
            if (parentheses == 0) {
              if (brackets != 0) {
                throw new InvalidPathException("Filter brackets are not balanced");
              }
              return text.substring(start, i + 1);
            }
          }
          default -> {}
        }
      }
      before = c;
    }
  }
}

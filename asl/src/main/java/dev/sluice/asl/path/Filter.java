package dev.sluice.asl.path;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The condition of {@code [?(...)]}: alternatives of conjunctions. As in json-path 2.0.0
 * parentheses do not group, quotes do not hide {@code &&} and {@code ||}, and evaluation runs from
 * right to left.
 */
record Filter(List<List<Criterion>> alternatives) {
  private static final Pattern OPERATORS = Pattern.compile("((?<=&&|\\|\\|)|(?=&&|\\|\\|))");

  Filter {
    alternatives = alternatives.stream().map(List::copyOf).toList();
  }

  boolean accepts(JsonNode item, JsonNode root, Budget budget) {
    for (List<Criterion> conjunction : alternatives) {
      boolean all = true;
      for (Criterion criterion : conjunction) {
        budget.spend();
        if (!criterion.holds(item, root, budget)) {
          all = false;
          break;
        }
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  /** Parses the bracketed text, {@code [?(@.a == 1)]}. */
  static Filter parse(String text, int nesting) {
    String filter = text.substring(1, text.length() - 1).trim();
    if (!filter.startsWith("?")) {
      throw new InvalidPathException("Filter must start with '[?' and end with ']'. " + filter);
    }
    filter = filter.substring(1).trim();
    if (!filter.startsWith("(") || !filter.endsWith(")")) {
      throw new InvalidPathException("Filter must start with '[?(' and end with ')]'. " + filter);
    }
    filter = filter.substring(1, filter.length() - 1).trim();
    return new Filter(alternatives(filter, nesting));
  }

  @SuppressWarnings("StringSplitter") // an operator at the end has nothing behind it, and is found
  private static List<List<Criterion>> alternatives(String filter, int nesting) {
    List<List<Criterion>> alternatives = new ArrayList<>();
    List<Criterion> conjunction = new ArrayList<>();
    boolean expected = true;
    for (String piece : OPERATORS.split(filter)) {
      String part = piece.trim();
      boolean operator = part.equals("&&") || part.equals("||");
      if (operator == expected) {
        throw new InvalidPathException("Invalid operators " + filter);
      }
      expected = operator;
      if (part.equals("||")) {
        alternatives.addFirst(conjunction);
        conjunction = new ArrayList<>();
      } else if (!operator) {
        conjunction.addFirst(Criterion.parse(bare(part), nesting));
      }
    }
    if (expected) {
      throw new InvalidPathException("Invalid operators " + filter);
    }
    alternatives.addFirst(conjunction);
    return alternatives;
  }

  private static String bare(String part) {
    int begin = 0;
    int end = part.length() - 1;
    while ("[?( ".indexOf(part.charAt(begin)) >= 0) {
      begin++;
    }
    while (") ".indexOf(part.charAt(end)) >= 0) {
      end--;
    }
    return part.substring(begin, end + 1);
  }
}

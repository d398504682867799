package dev.sluice.asl.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names that an expression reads from a context it does not have: in Step Functions there
 * is no context item at the top level, so that a path must start at {@code $states} or a variable,
 * and AWS refuses the definition otherwise. A name is allowed after a dot, in a filter, in a group
 * or in an order-by, where there is a context.
 *
 * <p>It reads tokens rather than the grammar and says nothing where it is not sure.
 */
final class JsonataReferences {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>\\s++|/\\*(?:[^*]|\\*(?!/))*+\\*/)"
              + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+')"
              + "|(?<quoted>`[^`]*+`)"
              + "|(?<variable>\\$\\$|\\$[\\p{L}\\p{N}_]*+)"
              + "|(?<number>\\d++(?:\\.\\d++)?(?:[eE][+-]?\\d++)?)"
              + "|(?<name>[\\p{L}_λ][\\p{L}\\p{N}_]*+)"
              + "|(?<symbol>\\.\\.|:=|!=|>=|<=|\\*\\*|~>|\\?:|\\?\\?|.)",
          Pattern.DOTALL);
  private static final Pattern REGEX = Pattern.compile("/(?:[^/\\\\\\n]|\\\\.)++/[im]*+");
  private static final Set<String> LITERALS = Set.of("true", "false", "null");
  private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "in");

  /**
   * An open bracket: whether there is a context inside, and whether it holds a function's
   * parameters.
   */
  private record Open(boolean context, boolean parameters) {}

  private final String expression;
  private final Set<String> names = new LinkedHashSet<>();
  private final Deque<Open> open = new ArrayDeque<>();

  private final Set<String> ofStates = new LinkedHashSet<>();

  /** Whether the tokens before are {@code $states} or {@code $states} and a dot. */
  private boolean states;

  /** The last token that is not space, empty at the start; an operand is spelt {@code x}. */
  private String last = "";

  private boolean function;
  private boolean body;

  JsonataReferences(String expression) {
    this.expression = expression;
    open.push(new Open(false, false));
  }

  /** The names, in order, each once; none where the expression updates with {@code |...|...|}. */
  Set<String> atTopLevel() {
    Matcher matcher = TOKEN.matcher(expression);
    int at = 0;
    while (at < expression.length()) {
      if (expression.charAt(at) == '/' && !expression.startsWith("/*", at) && !operand()) {
        Matcher regex = REGEX.matcher(expression).region(at, expression.length());
        if (!regex.lookingAt()) {
          return Set.of();
        }
        at = regex.end();
        last = "x";
        continue;
      }
      if (!matcher.region(at, expression.length()).lookingAt()) {
        return Set.of();
      }
      at = matcher.end();
      if (matcher.group("space") != null) {
        continue;
      }
      String token = matcher.group();
      if (token.equals("|")) {
        return Set.of();
      }
      if (body && token.equals("<")) { // a signature
        at = expression.indexOf('{', at);
        if (at < 0) {
          return Set.of();
        }
        continue;
      }
      read(token, matcher);
    }
    return names;
  }

  /** The fields read from {@code $states}, as far as {@link #atTopLevel} came. */
  Set<String> ofStates() {
    return ofStates;
  }

  private void read(String token, Matcher matcher) {
    boolean field = states && last.equals(".");
    states = token.equals("$states") || (states && token.equals("."));
    if (field && matcher.group("name") != null) {
      ofStates.add(token);
    } else if (field && matcher.group("quoted") != null) {
      ofStates.add(token.substring(1, token.length() - 1));
    }
    if (matcher.group("text") != null || matcher.group("number") != null) {
      last = "x";
    } else if (matcher.group("variable") != null) {
      if ((token.equals("$") || token.equals("$$")) && !operand()) {
        reference(token);
      }
      last = "x";
    } else if (matcher.group("quoted") != null) {
      name(token.substring(1, token.length() - 1));
    } else if (matcher.group("name") != null) {
      word(token);
    } else {
      symbol(token);
    }
  }

  private void word(String token) {
    if (operand() && WORD_OPERATORS.contains(token)) {
      last = token;
    } else if (token.equals("function") || token.equals("λ")) {
      function = true;
      last = "function";
    } else if (LITERALS.contains(token)) {
      last = "x";
    } else {
      name(token);
    }
  }

  private void name(String name) {
    if (!last.equals(".")) {
      reference(name);
    }
    last = "x";
  }

  private void reference(String name) {
    if (!open.element().context() && !last.equals(".")) {
      names.add(name);
    }
  }

  private void symbol(String token) {
    switch (token) {
      case "(" -> {
        boolean context = open.element().context() || last.equals(".") || last.equals("^");
        open.push(new Open(context, function));
        function = false;
        last = token;
      }
      case "[" -> {
        open.push(new Open(open.element().context() || last.equals(".") || operand(), false));
        last = token;
      }
      case "{" -> {
        boolean group = operand() && !body;
        open.push(new Open(open.element().context() || last.equals(".") || group, false));
        body = false;
        last = token;
      }
      case ")", "]", "}" -> {
        boolean parameters = open.element().parameters();
        if (open.size() > 1) {
          open.pop();
        }
        body = parameters;
        last = "x";
      }
      default -> last = token;
    }
  }

  private boolean operand() {
    return last.equals("x");
  }
}

package dev.sluice.jsonata;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of an expression as nodes, one at a time, with the power each binds with. */
final class TokenStream {
  static final String END = "(end)";
  private static final Map<String, Integer> POWER = new HashMap<>();

  static {
    power(75, ".");
    power(80, "[", "(", "@", "#");
    power(70, "{");
    power(60, "*", "/", "%");
    power(50, "+", "-", "&");
    power(40, "=", "<", ">", "!=", "<=", ">=", "in", "~>", "^");
    power(30, "and");
    power(25, "or");
    power(20, "?");
    power(10, ":=");
    power(0, ")", "]", "}", ",", ":", ";", "..", "**", "|");
  }

  private final String source;
  private final Lexer lexer;
  private Node node;

  /** At the first token. */
  TokenStream(String source, Numbers numbers) {
    this.source = source;
    this.lexer = new Lexer(source, numbers);
    this.node = new Node(Node.Kind.END, END, END, 0);
    advance(false);
  }

  private static void power(int power, String... operators) {
    for (String operator : operators) {
      POWER.put(operator, power);
    }
  }

  /** How strongly an operator binds what stands to its left; 0 for what does not. */
  static int power(Node operator) {
    return POWER.getOrDefault(operator.id, 0);
  }

  /** The token it is at. */
  Node current() {
    return node;
  }

  boolean at(String id) {
    return node.id.equals(id);
  }

  /**
   * @param afterOperand whether an operator is due next, so that a slash divides
   */
  Node advance(boolean afterOperand) {
    @Nullable Token token = lexer.next(afterOperand);
    if (token == null) {
      node = new Node(Node.Kind.END, END, END, source.length());
      return node;
    }
    String id =
        switch (token.kind()) {
          case OPERATOR -> token.text();
          case NAME, VARIABLE -> "(name)";
          case STRING, NUMBER, VALUE -> "(literal)";
          case REGEX -> "(regex)";
        };
    if (token.kind() == Token.Kind.OPERATOR && !POWER.containsKey(id)) {
      throw new Failure("S0204").at(token.position()).token(id);
    }
    Node.Kind kind =
        switch (token.kind()) {
          case OPERATOR -> Node.Kind.OPERATOR;
          case NAME -> Node.Kind.NAME;
          case VARIABLE -> Node.Kind.VARIABLE;
          case STRING -> Node.Kind.STRING;
          case NUMBER -> Node.Kind.NUMBER;
          case VALUE -> Node.Kind.VALUE;
          case REGEX -> Node.Kind.REGEX;
        };
    node = new Node(kind, id, token.text(), token.position());
    node.literal = token.literal();
    node.regex = token.regex();
    return node;
  }

  void expect(String id) {
    expect(id, false);
  }

  void expect(String id, boolean afterOperand) {
    if (!node.id.equals(id)) {
      throw new Failure(node.id.equals(END) ? "S0203" : "S0202")
          .at(node.position)
          .token(node.value)
          .value(id);
    }
    advance(afterOperand);
  }
}

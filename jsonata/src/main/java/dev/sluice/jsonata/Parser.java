package dev.sluice.jsonata;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses by operator precedence (Vaughan Pratt, 1973), as jsonata-js 2.0.6 does. Nesting and height
 * of the tree are bounded, so that nothing that walks the tree can overflow the stack.
 */
final class Parser {
  static final int MAX_NESTING = 200;
  static final int MAX_HEIGHT = 1000;
  private static final String END = "(end)";
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
  private int nesting;
  private int tallest;

  private Parser(String source, Numbers numbers) {
    this.source = source;
    this.lexer = new Lexer(source, numbers);
    this.node = new Node(Node.Kind.END, END, END, 0);
  }

  static Node parse(String source, Numbers numbers) {
    Parser parser = new Parser(source, numbers);
    parser.advance(false);
    Node tree = parser.expression(0);
    if (!parser.node.id.equals(END)) {
      throw new Failure("S0201").at(parser.node.position).token(parser.node.value);
    }
    return tree;
  }

  private static void power(int power, String... operators) {
    for (String operator : operators) {
      POWER.put(operator, power);
    }
  }

  private Node advance(boolean afterOperand) {
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

  private void expect(String id) {
    expect(id, false);
  }

  private void expect(String id, boolean afterOperand) {
    if (!node.id.equals(id)) {
      throw new Failure(node.id.equals(END) ? "S0203" : "S0202")
          .at(node.position)
          .token(node.value)
          .value(id);
    }
    advance(afterOperand);
  }

  private Node expression(int rightPower) {
    if (++nesting > MAX_NESTING) {
      throw tooDeep();
    }
    int outer = tallest;
    tallest = 0;
    Node token = node;
    advance(true);
    Node left = prefix(token);
    left.height = tallest + 1;
    while (rightPower < POWER.getOrDefault(node.id, 0)) {
      token = node;
      advance(false);
      tallest = left.height;
      left = infix(token, left);
      left.height = tallest + 1;
      if (left.height > MAX_HEIGHT) {
        throw tooDeep();
      }
    }
    tallest = Math.max(outer, left.height);
    nesting--;
    return left;
  }

  private Failure tooDeep() {
    return new Failure("U1003")
        .at(node.position)
        .token(node.value)
        .text("The expression is nested too deeply");
  }

  private Node prefix(Node token) {
    return switch (token.id) {
      case END, "(name)", "(literal)", "(regex)", "and", "or", "in" -> token;
      case "-" -> {
        token.lhs = expression(70);
        token.kind = Node.Kind.UNARY;
        yield token;
      }
      case "*" -> kind(token, Node.Kind.WILDCARD);
      case "**" -> kind(token, Node.Kind.DESCENDANT);
      case "%" -> kind(token, Node.Kind.PARENT);
      case "(" -> block(token);
      case "[" -> array(token);
      case "{" -> {
        object(token.pairs);
        token.kind = Node.Kind.UNARY;
        yield token;
      }
      case "|" -> transform(token);
      default -> throw new Failure("S0211").at(token.position).token(token.value);
    };
  }

  private static Node kind(Node token, Node.Kind kind) {
    token.kind = kind;
    return token;
  }

  private Node infix(Node token, Node left) {
    switch (token.id) {
      case "(" -> {
        return call(token, left);
      }
      case "[" -> {
        if (node.id.equals("]")) {
          Node step = left;
          while (step.kind == Node.Kind.BINARY && step.value.equals("[")) {
            step = step.lhs();
          }
          step.keepArray = true;
          // as in jsonata-js: what follows an empty predicate starts an operand
          expect("]");
          return left;
        }
        token.rhs = expression(0);
        expect("]", true);
      }
      case "{" -> object(token.pairs);
      case "^" -> order(token);
      case ":=" -> {
        if (left.kind != Node.Kind.VARIABLE) {
          throw new Failure("S0212").at(left.position).token(left.value);
        }
        token.rhs = expression(9);
      }
      case "@", "#" -> {
        token.rhs = expression(80);
        if (token.rhs().kind != Node.Kind.VARIABLE) {
          throw new Failure("S0214").at(token.rhs().position).token(token.id);
        }
      }
      case "?" -> {
        token.kind = Node.Kind.CONDITION;
        token.lhs = left;
        token.rhs = expression(0);
        if (node.id.equals(":")) {
          expect(":");
          token.third = expression(0);
        }
        return token;
      }
      default -> token.rhs = expression(POWER.getOrDefault(token.id, 0));
    }
    token.lhs = left;
    token.kind = Node.Kind.BINARY;
    return token;
  }

  private Node call(Node token, Node left) {
    token.kind = Node.Kind.FUNCTION;
    token.lhs = left;
    if (!node.id.equals(")")) {
      while (true) {
        if (node.kind == Node.Kind.OPERATOR && node.id.equals("?")) {
          token.kind = Node.Kind.PARTIAL;
          token.items.add(node);
          expect("?");
        } else {
          token.items.add(expression(0));
        }
        if (!node.id.equals(",")) {
          break;
        }
        expect(",");
      }
    }
    expect(")", true);
    if (left.kind == Node.Kind.NAME
        && (left.value.equals("function") || left.value.equals("\u03bb"))) {
      lambda(token);
    }
    return token;
  }

  private void lambda(Node token) {
    for (int i = 0; i < token.items.size(); i++) {
      Node parameter = token.items.get(i);
      if (parameter.kind != Node.Kind.VARIABLE) {
        throw new Failure("S0208").at(parameter.position).token(parameter.value).value(i + 1);
      }
    }
    token.kind = Node.Kind.LAMBDA;
    if (node.id.equals("<")) {
      int start = node.position;
      StringBuilder signature = new StringBuilder("<");
      int depth = 1;
      while (depth > 0 && !node.id.equals("{") && !node.id.equals(END)) {
        Node part = advance(false);
        depth += part.id.equals(">") ? -1 : part.id.equals("<") ? 1 : 0;
        signature.append(part.value);
      }
      expect(">");
      try {
        token.signature = Signature.parse(signature.toString());
      } catch (Failure e) {
        throw e.at(start + e.index);
      }
    }
    expect("{");
    token.rhs = expression(0);
    expect("}");
  }

  private Node block(Node token) {
    while (!node.id.equals(")")) {
      token.items.add(expression(0));
      if (!node.id.equals(";")) {
        break;
      }
      expect(";");
    }
    expect(")", true);
    return kind(token, Node.Kind.BLOCK);
  }

  private Node array(Node token) {
    if (!node.id.equals("]")) {
      while (true) {
        Node item = expression(0);
        if (node.id.equals("..")) {
          Node range = Node.of(Node.Kind.BINARY, "..", node.position);
          range.lhs = item;
          expect("..");
          range.rhs = expression(0);
          item = range;
        }
        token.items.add(item);
        if (!node.id.equals(",")) {
          break;
        }
        expect(",");
      }
    }
    expect("]", true);
    return kind(token, Node.Kind.UNARY);
  }

  private void object(List<Node.Pair> pairs) {
    if (!node.id.equals("}")) {
      while (true) {
        Node key = expression(0);
        expect(":");
        pairs.add(new Node.Pair(key, expression(0)));
        if (!node.id.equals(",")) {
          break;
        }
        expect(",");
      }
    }
    expect("}", true);
  }

  private void order(Node token) {
    expect("(");
    while (true) {
      boolean descending = node.id.equals(">");
      if (descending || node.id.equals("<")) {
        advance(false);
      }
      token.terms.add(new Node.Term(descending, expression(0)));
      if (!node.id.equals(",")) {
        break;
      }
      expect(",");
    }
    expect(")");
  }

  private Node transform(Node token) {
    token.lhs = expression(0);
    expect("|");
    token.rhs = expression(0);
    if (node.id.equals(",")) {
      expect(",");
      token.third = expression(0);
    }
    expect("|");
    return kind(token, Node.Kind.TRANSFORM);
  }
}

package dev.sluice.jsonata;

import java.util.List;

/**
 * Parses by operator precedence (Vaughan Pratt, 1973), as jsonata-js 2.0.6 does. Nesting and height
 * of the tree are bounded, so that nothing that walks the tree can overflow the stack.
 */
final class Parser {
  static final int MAX_NESTING = 200;
  static final int MAX_HEIGHT = 1000;
  private final TokenStream tokens;
  private int nesting;
  private int tallest;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
  }

  static Node parse(String source, Numbers numbers) {
    TokenStream tokens = new TokenStream(source, numbers);
    Node tree = new Parser(tokens).expression(0);
    if (!tokens.at(TokenStream.END)) {
      Node left = tokens.current();
      throw new Failure("S0201").at(left.position).token(left.value);
    }
    return tree;
  }

  private Node expression(int rightPower) {
    if (++nesting > MAX_NESTING) {
      throw tooDeep();
    }
    int outer = tallest;
    tallest = 0;
    Node token = tokens.current();
    tokens.advance(true);
    Node left = prefix(token);
    left.height = tallest + 1;
    while (rightPower < TokenStream.power(tokens.current())) {
      token = tokens.current();
      tokens.advance(false);
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
        .at(tokens.current().position)
        .token(tokens.current().value)
        .text("The expression is nested too deeply");
  }

  private Node prefix(Node token) {
    return switch (token.id) {
      case TokenStream.END, "(name)", "(literal)", "(regex)", "and", "or", "in" -> token;
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
        if (tokens.at("]")) {
          Node step = left;
          while (step.kind == Node.Kind.BINARY && step.value.equals("[")) {
            step = step.lhs();
          }
          step.keepArray = true;
          // as in jsonata-js: what follows an empty predicate starts an operand
          tokens.expect("]");
          return left;
        }
        token.rhs = expression(0);
        tokens.expect("]", true);
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
        if (tokens.at(":")) {
          tokens.expect(":");
          token.third = expression(0);
        }
        return token;
      }
      default -> token.rhs = expression(TokenStream.power(token));
    }
    token.lhs = left;
    token.kind = Node.Kind.BINARY;
    return token;
  }

  private Node call(Node token, Node left) {
    token.kind = Node.Kind.FUNCTION;
    token.lhs = left;
    if (!tokens.at(")")) {
      while (true) {
        if (tokens.current().kind == Node.Kind.OPERATOR && tokens.at("?")) {
          token.kind = Node.Kind.PARTIAL;
          token.items.add(tokens.current());
          tokens.expect("?");
        } else {
          token.items.add(expression(0));
        }
        if (!tokens.at(",")) {
          break;
        }
        tokens.expect(",");
      }
    }
    tokens.expect(")", true);
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
    if (tokens.at("<")) {
      int start = tokens.current().position;
      StringBuilder signature = new StringBuilder("<");
      int depth = 1;
      while (depth > 0 && !tokens.at("{") && !tokens.at(TokenStream.END)) {
        Node part = tokens.advance(false);
        depth += part.id.equals(">") ? -1 : part.id.equals("<") ? 1 : 0;
        signature.append(part.value);
      }
      tokens.expect(">");
      try {
        token.signature = Signature.parse(signature.toString());
      } catch (Failure e) {
        throw e.at(start + e.index);
      }
    }
    tokens.expect("{");
    token.rhs = expression(0);
    tokens.expect("}");
  }

  private Node block(Node token) {
    while (!tokens.at(")")) {
      token.items.add(expression(0));
      if (!tokens.at(";")) {
        break;
      }
      tokens.expect(";");
    }
    tokens.expect(")", true);
    return kind(token, Node.Kind.BLOCK);
  }

  private Node array(Node token) {
    if (!tokens.at("]")) {
      while (true) {
        Node item = expression(0);
        if (tokens.at("..")) {
          Node range = Node.of(Node.Kind.BINARY, "..", tokens.current().position);
          range.lhs = item;
          tokens.expect("..");
          range.rhs = expression(0);
          item = range;
        }
        token.items.add(item);
        if (!tokens.at(",")) {
          break;
        }
        tokens.expect(",");
      }
    }
    tokens.expect("]", true);
    return kind(token, Node.Kind.UNARY);
  }

  private void object(List<Node.Pair> pairs) {
    if (!tokens.at("}")) {
      while (true) {
        Node key = expression(0);
        tokens.expect(":");
        pairs.add(new Node.Pair(key, expression(0)));
        if (!tokens.at(",")) {
          break;
        }
        tokens.expect(",");
      }
    }
    tokens.expect("}", true);
  }

  private void order(Node token) {
    tokens.expect("(");
    while (true) {
      boolean descending = tokens.at(">");
      if (descending || tokens.at("<")) {
        tokens.advance(false);
      }
      token.terms.add(new Node.Term(descending, expression(0)));
      if (!tokens.at(",")) {
        break;
      }
      tokens.expect(",");
    }
    tokens.expect(")");
  }

  private Node transform(Node token) {
    token.lhs = expression(0);
    tokens.expect("|");
    token.rhs = expression(0);
    if (tokens.at(",")) {
      tokens.expect(",");
      token.third = expression(0);
    }
    tokens.expect("|");
    return kind(token, Node.Kind.TRANSFORM);
  }
}

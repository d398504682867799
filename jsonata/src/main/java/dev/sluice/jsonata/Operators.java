package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.StringNode;

/** Operators between two values. */
final class Operators {
  private Operators() {}

  static Expr compile(Compiler compiler, Node node, Scope scope) {
    Expr l = compiler.compile(node.lhs(), scope);
    Expr r = compiler.compile(node.rhs(), scope);
    Numbers numbers = compiler.numbers;
    int at = node.position;
    return switch (node.value) {
      case "+", "-", "*", "/", "%" -> Arithmetic.compile(node.value, l, r, numbers, at);
      case "=" -> new Equal(l, r, numbers, true);
      case "!=" -> new Equal(l, r, numbers, false);
      case "<", "<=", ">", ">=" -> new Comparison(l, r, numbers, node.value, at);
      case "&" -> new Concat(l, r, at);
      case "and" -> new And(l, r);
      case "or" -> new Or(l, r);
      case "in" -> new In(l, r, numbers);
      case ".." -> new Range(l, r, numbers, at);
      default -> throw new Failure("S0204").at(at).token(node.value);
    };
  }

  /** {@code -a}. */
  static final class Negate extends Expr {
    private final Expr expr;
    private final Numbers numbers;
    private final int position;

    Negate(Expr expr, Numbers numbers, int position) {
      this.expr = expr;
      this.numbers = numbers;
      this.position = position;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode value = expr.eval(input, frame);
      if (value == null) {
        return null;
      }
      if (!Numbers.isNumeric(value)) {
        throw Failure.of("D1002", value).at(position).token("-");
      }
      try {
        return numbers.negate(value);
      } catch (Failure e) {
        throw e.at(position).token("-");
      }
    }
  }

  /** {@code =} and {@code !=}; false where a side is nothing. */
  static final class Equal extends Expr {
    private final Expr l;
    private final Expr r;
    private final Numbers numbers;
    private final boolean wanted;

    Equal(Expr l, Expr r, Numbers numbers, boolean wanted) {
      this.l = l;
      this.r = r;
      this.numbers = numbers;
      this.wanted = wanted;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode a = l.eval(input, frame);
      @Nullable JsonNode b = r.eval(input, frame);
      return Values.bool(a != null && b != null && Values.equal(numbers, a, b) == wanted);
    }
  }

  /** {@code < <= > >=}. */
  static final class Comparison extends Expr {
    private final Expr l;
    private final Expr r;
    private final Numbers numbers;
    private final String operator;
    private final boolean less;
    private final boolean orEqual;
    private final int position;

    Comparison(Expr l, Expr r, Numbers numbers, String operator, int position) {
      this.l = l;
      this.r = r;
      this.numbers = numbers;
      this.operator = operator;
      this.less = operator.startsWith("<");
      this.orEqual = operator.endsWith("=");
      this.position = position;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode a = l.eval(input, frame);
      @Nullable JsonNode b = r.eval(input, frame);
      int order;
      if (a instanceof IntNode && b instanceof IntNode) {
        order = Integer.compare(a.intValue(), b.intValue());
      } else {
        check(a);
        check(b);
        if (a == null || b == null) {
          return null;
        }
        order = order(a, b);
      }
      return Values.bool(order == 0 ? orEqual : less == (order < 0));
    }

    private void check(@Nullable JsonNode side) {
      if (side != null && !(side instanceof NumericNode || side instanceof StringNode)) {
        throw Failure.of("T2010", side).at(position).token(operator);
      }
    }

    private int order(JsonNode a, JsonNode b) {
      if (a instanceof StringNode x && b instanceof StringNode y) {
        return x.stringValue().compareTo(y.stringValue());
      }
      if (a instanceof NumericNode && b instanceof NumericNode) {
        try {
          return numbers.compare(a, b);
        } catch (Failure e) {
          throw e.at(position).token(operator);
        }
      }
      throw Failure.of("T2009", a).value2(b).at(position).token(operator);
    }
  }

  /** {@code &}; nothing is the empty string. */
  static final class Concat extends Expr {
    private final Expr l;
    private final Expr r;
    private final int position;

    Concat(Expr l, Expr r, int position) {
      this.l = l;
      this.r = r;
      this.position = position;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode a = l.eval(input, frame);
      @Nullable JsonNode b = r.eval(input, frame);
      try {
        String x = a == null ? "" : JsonText.of(frame.run, a, false);
        String y = b == null ? "" : JsonText.of(frame.run, b, false);
        frame.run.size((long) x.length() + y.length());
        return StringNode.valueOf(x.concat(y));
      } catch (Failure e) {
        throw e.at(position).token("&");
      }
    }
  }

  /** {@code and}. */
  static final class And extends Expr {
    private final Expr l;
    private final Expr r;

    And(Expr l, Expr r) {
      this.l = l;
      this.r = r;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return Values.bool(Values.truth(l.eval(input, frame)) && Values.truth(r.eval(input, frame)));
    }
  }

  /** {@code or}. */
  static final class Or extends Expr {
    private final Expr l;
    private final Expr r;

    Or(Expr l, Expr r) {
      this.l = l;
      this.r = r;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return Values.bool(Values.truth(l.eval(input, frame)) || Values.truth(r.eval(input, frame)));
    }
  }

  /** {@code in}. */
  static final class In extends Expr {
    private final Expr l;
    private final Expr r;
    private final Numbers numbers;

    In(Expr l, Expr r, Numbers numbers) {
      this.l = l;
      this.r = r;
      this.numbers = numbers;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode a = l.eval(input, frame);
      @Nullable JsonNode b = r.eval(input, frame);
      if (a == null || b == null) {
        return Values.bool(false);
      }
      if (!(b instanceof ArrayNode array)) {
        return Values.bool(Values.identical(numbers, a, b));
      }
      for (int i = 0; i < array.size(); i++) {
        frame.run.tick();
        if (Values.identical(numbers, a, array.get(i))) {
          return Values.bool(true);
        }
      }
      return Values.bool(false);
    }
  }

  /** {@code a..b}. */
  static final class Range extends Expr {
    private final Expr l;
    private final Expr r;
    private final Numbers numbers;
    private final int position;

    Range(Expr l, Expr r, Numbers numbers, int position) {
      this.l = l;
      this.r = r;
      this.numbers = numbers;
      this.position = position;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode a = l.eval(input, frame);
      @Nullable JsonNode b = r.eval(input, frame);
      check("T2003", a);
      check("T2004", b);
      if (a == null || b == null) {
        return null;
      }
      double size = Numbers.real(b) - Numbers.real(a) + 1;
      if (size < 1) {
        return null;
      }
      if (size > frame.run.environment.options().maxResultItems()) {
        throw Failure.of("D2014", Numbers.of(size)).at(position).token("..");
      }
      return Sequence.range((long) Numbers.real(a), (int) size);
    }

    private void check(String code, @Nullable JsonNode side) {
      if (side != null && !(side instanceof NumericNode && numbers.isInteger(side))) {
        throw Failure.of(code, side).at(position).token("..");
      }
    }
  }
}

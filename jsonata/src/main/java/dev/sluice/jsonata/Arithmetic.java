package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code + - * / %}: a class each, so that each call site stays simple. */
abstract class Arithmetic extends Expr {
  private final Expr l;
  private final Expr r;
  private final String operator;
  private final int position;
  final Numbers numbers;

  private Arithmetic(String operator, Expr l, Expr r, Numbers numbers, int position) {
    this.operator = operator;
    this.l = l;
    this.r = r;
    this.numbers = numbers;
    this.position = position;
  }

  static Expr compile(String operator, Expr l, Expr r, Numbers numbers, int position) {
    return switch (operator) {
      case "+" ->
          new Arithmetic(operator, l, r, numbers, position) {
            @Override
            JsonNode apply(JsonNode a, JsonNode b) {
              return numbers.add(a, b);
            }
          };
      case "-" ->
          new Arithmetic(operator, l, r, numbers, position) {
            @Override
            JsonNode apply(JsonNode a, JsonNode b) {
              return numbers.subtract(a, b);
            }
          };
      case "*" ->
          new Arithmetic(operator, l, r, numbers, position) {
            @Override
            JsonNode apply(JsonNode a, JsonNode b) {
              return numbers.multiply(a, b);
            }
          };
      case "/" ->
          new Arithmetic(operator, l, r, numbers, position) {
            @Override
            JsonNode apply(JsonNode a, JsonNode b) {
              return numbers.divide(a, b);
            }
          };
      default ->
          new Arithmetic(operator, l, r, numbers, position) {
            @Override
            JsonNode apply(JsonNode a, JsonNode b) {
              return numbers.remainder(a, b);
            }
          };
    };
  }

  abstract JsonNode apply(JsonNode a, JsonNode b);

  @Override
  final @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
    @Nullable JsonNode a = l.eval(input, frame);
    @Nullable JsonNode b = r.eval(input, frame);
    try {
      if (a != null && !Numbers.isNumeric(a)) {
        throw Failure.of("T2001", a);
      }
      if (b != null && !Numbers.isNumeric(b)) {
        throw Failure.of("T2002", b);
      }
      if (a == null || b == null) {
        return null;
      }
      return apply(a, b);
    } catch (Failure e) {
      throw e.at(position).token(operator);
    } catch (ArithmeticException e) {
      throw new Failure("D1001").value(e.getMessage()).at(position).token(operator);
    }
  }
}

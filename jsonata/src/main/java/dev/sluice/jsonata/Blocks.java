package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Blocks, conditions, functions. */
final class Blocks {
  private Blocks() {}

  /** {@code (a; b; c)}: the value of the last. */
  static final class Block extends Expr {
    private final Expr[] items;
    private final @Nullable Scope scope;

    Block(Expr[] items, @Nullable Scope scope) {
      this.items = items;
      this.scope = scope;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      Frame inner = scope == null ? frame : new Frame(scope, frame);
      @Nullable JsonNode result = null;
      for (Expr item : items) {
        result = item.eval(input, inner);
      }
      return result;
    }
  }

  /** {@code a ? b : c}. */
  static final class Condition extends Expr {
    private final Expr condition;
    private final Expr then;
    private final @Nullable Expr otherwise;

    Condition(Expr condition, Expr then, @Nullable Expr otherwise) {
      this.condition = condition;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      if (Values.truth(condition.eval(input, frame))) {
        return then.eval(input, frame);
      }
      return otherwise == null ? null : otherwise.eval(input, frame);
    }
  }

  /** {@code function($a) {...}}. */
  static final class Lambda extends Expr {
    private final LambdaFunction.Code code;

    Lambda(LambdaFunction.Code code) {
      this.code = code;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return new LambdaFunction(code, input, frame);
    }
  }
}

package dev.sluice.asl.intrinsic;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** An invocation or one of its arguments. */
sealed interface Expression {

  /** A number, a boolean or null. */
  record Literal(JsonNode value) implements Expression {}

  /** What stands between single quotes, with its escapes. */
  record Template(String raw) implements Expression {}

  /** A path, context path or variable, spelt as written. */
  record Path(String text) implements Expression {}

  record Call(IntrinsicFunction function, List<Expression> arguments, String text)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}

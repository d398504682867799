package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A function with some arguments given: {@code $f(?, 2)}. */
final class PartialFunction extends FunctionValue {
  private static final long serialVersionUID = 1L;
  private final FunctionValue function;
  private final @Nullable JsonNode[] given;
  private final boolean[] open;
  private final int arity;

  /**
   * @param open where an argument is still to come; what lies beyond the end is nothing
   */
  PartialFunction(FunctionValue function, @Nullable JsonNode[] given, boolean[] open) {
    this.function = function;
    this.given = given;
    this.open = open;
    int count = 0;
    for (boolean is : open) {
      count += is ? 1 : 0;
    }
    this.arity = count;
  }

  @Override
  int arity() {
    return arity;
  }

  @Override
  @Nullable JsonNode invoke(
      @Nullable JsonNode[] arguments, @Nullable JsonNode context, Frame caller) {
    @Nullable JsonNode[] all = given.clone();
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (open[i]) {
        all[i] = next < arguments.length ? arguments[next] : null;
        next++;
      }
    }
    return function.invoke(all, context, caller);
  }
}

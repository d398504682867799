package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/** A function as a value; it never leaves an evaluation. */
abstract class FunctionValue extends POJONode {
  private static final long serialVersionUID = 1L;

  FunctionValue() {
    super("function");
  }

  /** How many arguments it declares. */
  abstract int arity();

  /** Checks the arguments and calls; the result may be a {@link TailCall}. */
  abstract @Nullable JsonNode invoke(
      @Nullable JsonNode[] arguments, @Nullable JsonNode context, Frame caller);

  /** Calls, running tail calls until there is a value. */
  final @Nullable JsonNode apply(
      @Nullable JsonNode[] arguments, @Nullable JsonNode context, Frame caller) {
    @Nullable JsonNode result = invoke(arguments, context, caller);
    while (result instanceof TailCall call) {
      caller.run.tick();
      result = call.run(context);
    }
    return result;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }
}

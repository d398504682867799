package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/** A call that a function ended in, still to be made by whoever called that function. */
final class TailCall extends POJONode {
  private static final long serialVersionUID = 1L;
  private final transient Calls.Call call;
  private final transient @Nullable JsonNode input;
  private final transient Frame frame;

  TailCall(Calls.Call call, @Nullable JsonNode input, Frame frame) {
    super("call");
    this.call = call;
    this.input = input;
    this.frame = frame;
  }

  @Nullable JsonNode run(@Nullable JsonNode context) {
    return call.invoke(input, frame, context);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

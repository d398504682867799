package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A function written in Java: a built-in one, a host's, or one that an expression makes. */
final class NativeFunction extends FunctionValue {
  private static final long serialVersionUID = 1L;

  /** Arguments are as many as the signature has, with null for what is missing. */
  @FunctionalInterface
  interface Body {
    @Nullable JsonNode call(Frame frame, @Nullable JsonNode[] arguments);
  }

  /** A body that also reads the context of the call. */
  @FunctionalInterface
  interface ContextBody {
    @Nullable JsonNode call(
        Frame frame, @Nullable JsonNode[] arguments, @Nullable JsonNode context);
  }

  private final transient @Nullable Signature signature;
  private final int arity;
  private final transient ContextBody body;

  NativeFunction(@Nullable Signature signature, int arity, ContextBody body) {
    this.signature = signature;
    this.arity = arity;
    this.body = body;
  }

  static NativeFunction of(String signature, Body body) {
    Signature parsed = Signature.parse(signature);
    return new NativeFunction(
        parsed, parsed.arity(), (frame, arguments, context) -> body.call(frame, arguments));
  }

  static NativeFunction of(String signature, int arity, Body body) {
    return new NativeFunction(
        Signature.parse(signature),
        arity,
        (frame, arguments, context) -> body.call(frame, arguments));
  }

  @Override
  int arity() {
    return arity;
  }

  /** True where so many arguments leave nothing to be taken from the context. */
  boolean isComplete(int arguments) {
    return signature != null && arguments >= signature.arity();
  }

  @Override
  @Nullable JsonNode invoke(
      @Nullable JsonNode[] arguments, @Nullable JsonNode context, Frame caller) {
    @Nullable JsonNode[] checked =
        signature == null ? arguments : signature.check(arguments, context);
    return body.call(caller, checked, context);
  }
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A function written in the expression, with the variables and the context it was made in. */
final class LambdaFunction extends FunctionValue {
  private static final long serialVersionUID = 1L;

  /** What all closures of one {@code function(...)} share; parameters are the first slots. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Code(int[] parameters, @Nullable Signature signature, Scope scope, Expr body) {}

  private final transient Code code;
  private final transient @Nullable JsonNode input;
  private final transient Frame frame;

  LambdaFunction(Code code, @Nullable JsonNode input, Frame frame) {
    this.code = code;
    this.input = input;
    this.frame = frame;
  }

  @Override
  int arity() {
    return code.parameters.length;
  }

  @Override
  @Nullable JsonNode invoke(
      @Nullable JsonNode[] arguments, @Nullable JsonNode context, Frame caller) {
    Signature signature = code.signature;
    @Nullable JsonNode[] checked =
        signature == null ? arguments : signature.check(arguments, context);
    Frame local = new Frame(code.scope, frame);
    int[] parameters = code.parameters;
    for (int i = 0; i < parameters.length; i++) {
      local.bind(parameters[i], i < checked.length ? checked[i] : null);
    }
    Run run = frame.run;
    run.enter();
    run.tick();
    try {
      return code.body.eval(input, local);
    } finally {
      run.leave();
    }
  }
}

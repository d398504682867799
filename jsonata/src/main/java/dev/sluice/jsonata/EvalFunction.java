package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code $eval}: compiles and runs text among the variables of the place that calls it. */
final class EvalFunction {
  private EvalFunction() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("eval", new NativeFunction(Signature.parse("<sx?:x>"), 2, EvalFunction::eval));
  }

  private static @Nullable JsonNode eval(
      Frame frame, @Nullable JsonNode[] arguments, @Nullable JsonNode context) {
    if (arguments[0] == null) {
      return null;
    }
    String source = Arguments.text(arguments, 0);
    Environment environment = frame.run.environment;
    if (source.length() > environment.options().maxExpressionLength()) {
      throw new Failure("U1003").text("The expression is too long");
    }
    @Nullable JsonNode input = context;
    @Nullable JsonNode focus = Arguments.get(arguments, 1);
    if (focus != null) {
      input = focus;
      if (focus instanceof ArrayNode && !Sequence.is(focus)) {
        Sequence wrapper = Sequence.of(focus);
        wrapper.outerWrapper = true;
        input = wrapper;
      }
    }
    Compiler.Program program;
    try {
      program =
          Compiler.compile(source, environment.numbers(), environment.functions(), frame.scope);
    } catch (Failure e) {
      throw wrapped("D3120", e);
    }
    Frame inner = new Frame(program.scope(), frame);
    frame.run.enter();
    frame.run.tick();
    try {
      return program.expr().eval(input, inner);
    } catch (Failure e) {
      throw wrapped("D3121", e);
    } finally {
      frame.run.leave();
    }
  }

  /** Limits stay limits; any other failure is the argument's. */
  private static Failure wrapped(String code, Failure cause) {
    return cause.code.startsWith("U") ? cause : new Failure(code).value(Messages.render(cause));
  }
}

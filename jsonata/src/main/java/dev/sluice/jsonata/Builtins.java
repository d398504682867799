package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All functions an expression can call by name. */
final class Builtins {
  private static final Map<String, FunctionValue> ALL = standard();

  private Builtins() {}

  private static Map<String, FunctionValue> standard() {
    Map<String, FunctionValue> all = new HashMap<>();
    NumberFunctions.register(all);
    StringFunctions.register(all);
    RegexFunctions.register(all);
    EncodingFunctions.register(all);
    ArrayFunctions.register(all);
    ObjectFunctions.register(all);
    HigherOrderFunctions.register(all);
    DateTimeFunctions.register(all);
    EvalFunction.register(all);
    return Map.copyOf(all);
  }

  /** The built-in functions less the removed ones, and the host's. */
  static Map<String, FunctionValue> with(JsonataOptions options) {
    if (options.functions().isEmpty() && options.removed().isEmpty()) {
      return ALL;
    }
    Map<String, FunctionValue> all = new HashMap<>(ALL);
    options.removed().forEach(all::remove);
    options.functions().forEach((name, custom) -> all.put(name, host(custom)));
    return Map.copyOf(all);
  }

  private static FunctionValue host(JsonataOptions.Custom custom) {
    @Nullable String text = custom.signature();
    @Nullable Signature signature = text == null ? null : Signature.parse(text);
    return new NativeFunction(
        signature,
        signature == null ? 1 : signature.arity(),
        (frame, arguments, context) -> call(frame, custom.function(), arguments));
  }

  private static @Nullable JsonNode call(
      Frame frame, JsonataOptions.HostFunction function, @Nullable JsonNode[] arguments) {
    frame.run.checkTime();
    List<@Nullable JsonNode> values = new ArrayList<>();
    for (@Nullable JsonNode argument : arguments) {
      values.add(Results.clean(frame.run, argument));
    }
    try {
      @Nullable JsonNode result = function.apply(Collections.unmodifiableList(values));
      return result == null || result.isMissingNode() ? null : result;
    } catch (JsonataException e) {
      Failure failure = new Failure(e.code(), e).text(e.getMessage()).literal();
      if (e.position() >= 0) {
        failure.at(e.position()).token(e.token());
      }
      throw failure;
    }
  }
}

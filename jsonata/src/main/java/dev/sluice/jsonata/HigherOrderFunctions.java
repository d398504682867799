package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Functions over functions (docs.jsonata.org/higher-order-functions). */
final class HigherOrderFunctions {
  private HigherOrderFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("map", NativeFunction.of("<af>", HigherOrderFunctions::map));
    all.put("filter", NativeFunction.of("<af>", HigherOrderFunctions::filter));
    all.put("single", NativeFunction.of("<af?>", HigherOrderFunctions::single));
    all.put("reduce", NativeFunction.of("<afj?:j>", HigherOrderFunctions::reduce));
    all.put("sift", NativeFunction.of("<o-f?:o>", HigherOrderFunctions::sift));
    all.put("each", NativeFunction.of("<o-f:a>", HigherOrderFunctions::each));
  }

  /** Calls a function that was given as a value; its context is null. */
  static @Nullable JsonNode call(
      Frame frame, FunctionValue function, @Nullable JsonNode[] arguments) {
    frame.run.tick();
    return function.apply(arguments, NullNode.getInstance(), frame);
  }

  /** Calls with the value, and with its key and container as far as the function takes them. */
  private static @Nullable JsonNode call(
      Frame frame, FunctionValue function, JsonNode value, JsonNode key, JsonNode all) {
    int arity = function.arity();
    return call(
        frame,
        function,
        arity >= 3
            ? new @Nullable JsonNode[] {value, key, all}
            : arity == 2
                ? new @Nullable JsonNode[] {value, key}
                : new @Nullable JsonNode[] {value});
  }

  private static @Nullable JsonNode map(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    ArrayNode values = Arguments.array(a, 0);
    FunctionValue function = Arguments.function(a, 1);
    Sequence result = new Sequence();
    for (int i = 0; i < values.size(); i++) {
      @Nullable JsonNode mapped = call(frame, function, values.get(i), Numbers.of(i), values);
      if (mapped != null) {
        frame.run.grow(1);
        Constructors.note(frame.run, mapped);
        result.push(mapped);
      }
    }
    return result;
  }

  private static @Nullable JsonNode filter(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    ArrayNode values = Arguments.array(a, 0);
    FunctionValue function = Arguments.function(a, 1);
    Sequence result = new Sequence();
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      if (Values.truth(call(frame, function, value, Numbers.of(i), values))) {
        frame.run.grow(1);
        result.push(value);
      }
    }
    return result;
  }

  private static @Nullable JsonNode single(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    ArrayNode values = Arguments.array(a, 0);
    @Nullable JsonNode found = null;
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      if (!Arguments.has(a, 1)
          || Values.truth(call(frame, Arguments.function(a, 1), value, Numbers.of(i), values))) {
        if (found != null) {
          throw new Failure("D3138").index(i);
        }
        found = value;
      }
    }
    if (found == null) {
      throw new Failure("D3139");
    }
    return found;
  }

  private static @Nullable JsonNode reduce(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    ArrayNode values = Arguments.array(a, 0);
    FunctionValue function = Arguments.function(a, 1);
    int arity = function.arity();
    if (arity < 2) {
      throw new Failure("D3050").index(1);
    }
    @Nullable JsonNode result = Arguments.get(a, 2);
    int index = 0;
    if (result == null && !values.isEmpty()) {
      result = values.get(0);
      index = 1;
    }
    for (; index < values.size(); index++) {
      JsonNode value = values.get(index);
      @Nullable JsonNode[] arguments =
          arity >= 4
              ? new @Nullable JsonNode[] {result, value, Numbers.of(index), values}
              : arity == 3
                  ? new @Nullable JsonNode[] {result, value, Numbers.of(index)}
                  : new @Nullable JsonNode[] {result, value};
      result = call(frame, function, arguments);
    }
    return result;
  }

  private static @Nullable JsonNode sift(Frame frame, @Nullable JsonNode[] a) {
    if (!(a[0] instanceof ObjectNode object)) {
      return null;
    }
    FunctionValue function = Arguments.function(a, 1);
    ObjectNode result = Values.object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode key = Values.string(field.getKey());
      if (Values.truth(call(frame, function, field.getValue(), key, object))) {
        result.set(field.getKey(), field.getValue());
      }
    }
    return result.isEmpty() ? null : result;
  }

  private static JsonNode each(Frame frame, @Nullable JsonNode[] a) {
    Sequence result = new Sequence();
    if (a[0] instanceof ObjectNode object) {
      FunctionValue function = Arguments.function(a, 1);
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode key = Values.string(field.getKey());
        @Nullable JsonNode value = call(frame, function, field.getValue(), key, object);
        if (value != null) {
          frame.run.grow(1);
          Constructors.note(frame.run, value);
          result.push(value);
        }
      }
    }
    return result;
  }
}

package dev.sluice.jsonata;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Object and Boolean functions (docs.jsonata.org/object-functions). */
final class ObjectFunctions {
  private ObjectFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("keys", NativeFunction.of("<x-:a<s>>", ObjectFunctions::keys));
    all.put("lookup", NativeFunction.of("<x-s:x>", ObjectFunctions::lookup));
    all.put("spread", NativeFunction.of("<x-:a<o>>", (f, a) -> spread(f.run, a[0])));
    all.put("merge", NativeFunction.of("<a<o>:o>", ObjectFunctions::merge));
    all.put("clone", NativeFunction.of("<(oa)-:o>", ObjectFunctions::copy));
    all.put("exists", NativeFunction.of("<x:b>", (f, a) -> Values.bool(a[0] != null)));
    all.put("type", NativeFunction.of("<x:s>", (f, a) -> type(a[0])));
    all.put(
        "boolean",
        NativeFunction.of(
            "<x-:b>", (f, a) -> a[0] == null ? null : Values.bool(Values.asBoolean(a[0]))));
    all.put(
        "not",
        NativeFunction.of(
            "<x-:b>", (f, a) -> a[0] == null ? null : Values.bool(!Values.asBoolean(a[0]))));
    all.put("error", NativeFunction.of("<s?:x>", (f, a) -> raise(a)));
    all.put("assert", NativeFunction.of("<bs?:x>", (f, a) -> insist(a)));
  }

  private static JsonNode keys(Frame frame, @Nullable JsonNode[] a) {
    Set<String> names = new LinkedHashSet<>();
    keys(frame.run, a[0], names);
    Sequence result = new Sequence();
    names.forEach(name -> result.push(Values.string(name)));
    return result;
  }

  private static void keys(Run run, @Nullable JsonNode value, Set<String> names) {
    if (value instanceof ArrayNode array) {
      for (JsonNode item : array) {
        keys(run, item, names);
      }
    } else if (value instanceof ObjectNode object) {
      run.grow(object.size());
      names.addAll(object.propertyNames());
    }
  }

  private static @Nullable JsonNode lookup(Frame frame, @Nullable JsonNode[] a) {
    return Arguments.has(a, 1) ? Values.lookup(frame.run, a[0], Arguments.text(a, 1)) : null;
  }

  private static @Nullable JsonNode spread(Run run, @Nullable JsonNode value) {
    if (value instanceof ArrayNode array) {
      Sequence result = new Sequence();
      for (int i = 0; i < array.size(); i++) {
        @Nullable JsonNode part = spread(run, array.get(i));
        if (part instanceof ArrayNode more) {
          run.grow(more.size());
          result.pushAll(more);
        } else if (part != null) {
          run.grow(1);
          result.push(part);
        }
      }
      // as in jsonata-js, where joining makes a plain array of the sequence
      result.sequence = array.isEmpty();
      run.escaped = true;
      return result;
    }
    if (value instanceof ObjectNode object) {
      Sequence result = new Sequence();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        run.grow(1);
        result.push(Values.object().set(field.getKey(), field.getValue()));
      }
      return result;
    }
    return value;
  }

  private static @Nullable JsonNode merge(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    ObjectNode merged = Values.object();
    for (JsonNode item : Arguments.array(a, 0)) {
      if (item instanceof ObjectNode object) {
        frame.run.grow(object.size());
        merged.setAll(object);
      }
    }
    return merged;
  }

  private static @Nullable JsonNode copy(Frame frame, @Nullable JsonNode[] a) {
    @Nullable JsonNode value = a[0];
    return value == null ? null : copy(frame.run, value, 0);
  }

  /** A copy that shares no container, plain JSON as a round trip through text would make it. */
  private static JsonNode copy(Run run, JsonNode value, int depth) {
    if (depth > 1000) {
      throw new Failure("U1002").text("The value is nested too deeply");
    }
    return switch (value) {
      case Sequence s when s.outerWrapper && depth == 0 -> copy(run, s.get(0), 1);
      case ArrayNode array -> {
        ArrayNode result = Values.array(array.size());
        run.grow(array.size());
        for (JsonNode item : array) {
          result.add(copy(run, item, depth + 1));
        }
        yield result;
      }
      case ObjectNode object -> {
        ObjectNode result = Values.object();
        run.grow(object.size());
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          result.set(field.getKey(), copy(run, field.getValue(), depth + 1));
        }
        yield result;
      }
      case FunctionValue f -> Values.string("");
      default -> value;
    };
  }

  private static @Nullable JsonNode type(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    return Values.string(
        switch (Values.symbol(value)) {
          case 'l' -> "null";
          case 'n' -> "number";
          case 's' -> "string";
          case 'b' -> "boolean";
          case 'a' -> "array";
          case 'f' -> "function";
          default -> "object";
        });
  }

  private static @Nullable JsonNode raise(@Nullable JsonNode[] a) {
    throw new Failure("D3137").text(message(a, 0, "$error() function evaluated"));
  }

  private static @Nullable JsonNode insist(@Nullable JsonNode[] a) {
    if (!Values.truth(a[0])) {
      throw new Failure("D3141").text(message(a, 1, "$assert() statement failed"));
    }
    return null;
  }

  private static String message(@Nullable JsonNode[] a, int index, String otherwise) {
    return Arguments.get(a, index) instanceof StringNode text && !text.stringValue().isEmpty()
        ? text.stringValue()
        : otherwise;
  }
}

package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes plain JSON of a result: no sequences, functions or numbers that JSON does not have. */
final class Results {
  private Results() {}

  static @Nullable JsonNode plain(Run run, @Nullable JsonNode result) {
    if (result instanceof DoubleNode d && !Double.isFinite(d.doubleValue())) {
      throw Failure.of("D1001", d);
    }
    if (run.escaped || result instanceof Sequence || result instanceof Tuple) {
      return clean(run, result, 0);
    }
    return result;
  }

  /** A value as a host function gets it. */
  static @Nullable JsonNode clean(Run run, @Nullable JsonNode value) {
    return run.escaped || value instanceof Sequence ? clean(run, value, 1) : value;
  }

  private static @Nullable JsonNode clean(Run run, @Nullable JsonNode value, int depth) {
    if (depth > 1000) {
      throw new Failure("U1002").text("The result is nested too deeply");
    }
    return switch (value) {
      case null -> null;
      case FunctionValue f -> depth == 0 ? f : null;
      case Tuple tuple -> clean(run, tuple.at, depth);
      case ArrayNode array -> array(run, array, depth);
      case ObjectNode object -> object(run, object, depth);
      default -> value;
    };
  }

  @SuppressWarnings("ReferenceEquality") // what is clean is the same node
  private static JsonNode array(Run run, ArrayNode array, int depth) {
    @Nullable ArrayNode copy =
        array.getClass() == ArrayNode.class ? null : Values.array(array.size());
    for (int i = 0; i < array.size(); i++) {
      run.tick();
      JsonNode item = array.get(i);
      @Nullable JsonNode clean = clean(run, item, depth + 1);
      if (copy == null && clean != item) {
        copy = Values.array(array.size());
        for (int k = 0; k < i; k++) {
          copy.add(array.get(k));
        }
      }
      if (copy != null) {
        copy.add(clean == null ? NullNode.getInstance() : clean);
      }
    }
    return copy == null ? array : copy;
  }

  @SuppressWarnings("ReferenceEquality") // what is clean is the same node
  private static JsonNode object(Run run, ObjectNode object, int depth) {
    boolean same = true;
    ObjectNode copy = Values.object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      run.tick();
      @Nullable JsonNode clean = clean(run, field.getValue(), depth + 1);
      same &= clean == field.getValue();
      if (clean != null) {
        copy.set(field.getKey(), clean);
      }
    }
    return same ? object : copy;
  }
}

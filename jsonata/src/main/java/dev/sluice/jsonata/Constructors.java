package dev.sluice.jsonata;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code [...]} and <code>{...}</code>. */
final class Constructors {
  private Constructors() {}

  /** An array; what its items yield is joined, but an array constructor among them stays whole. */
  static final class Array extends Expr {
    private final Expr[] items;
    private final boolean[] nested;
    private final boolean cons;

    Array(Expr[] items, boolean[] nested, boolean cons) {
      this.items = items;
      this.nested = nested;
      this.cons = cons;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      Run run = frame.run;
      if (items.length == 1 && !cons && !nested[0]) {
        @Nullable JsonNode only = items[0].eval(input, frame);
        if (only instanceof Sequence s && s.isRange()) {
          run.escaped = true;
          return s.plain();
        }
        ArrayNode result = Values.array();
        if (only != null) {
          note(run, only);
          Values.addAll(run, result, only);
        }
        return result;
      }
      ArrayNode result = cons ? Sequence.cons() : Values.array(items.length);
      if (cons) {
        run.escaped = true;
      }
      for (int i = 0; i < items.length; i++) {
        @Nullable JsonNode value = items[i].eval(input, frame);
        if (value == null) {
          continue;
        }
        note(run, value);
        if (nested[i]) {
          run.grow(1);
          result.add(value);
        } else {
          Values.addAll(run, result, value);
        }
      }
      return result;
    }
  }

  /** An object whose keys are known, from a context that is no array. */
  static final class PlainObject extends Expr {
    private final String[] names;
    private final Expr[] values;
    private final int capacity;
    private final Grouping general;

    PlainObject(String[] names, Expr[] values, Grouping general) {
      this.names = names;
      this.values = values;
      this.capacity = Math.max(4, names.length * 4 / 3 + 1);
      this.general = general;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      if (input instanceof ArrayNode) {
        return general.apply(input, frame);
      }
      LinkedHashMap<String, JsonNode> fields = new LinkedHashMap<>(capacity);
      for (int i = 0; i < names.length; i++) {
        @Nullable JsonNode value = values[i].eval(input, frame);
        if (value != null) {
          note(frame.run, value);
          fields.put(names[i], value);
        }
      }
      return new ObjectNode(JsonNodeFactory.instance, fields);
    }
  }

  /** An object whose keys are expressions. */
  static final class Computed extends Expr {
    private final Grouping grouping;

    Computed(Grouping grouping) {
      this.grouping = grouping;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return grouping.apply(input, frame);
    }
  }

  static void note(Run run, JsonNode value) {
    if (value instanceof Sequence || value instanceof FunctionValue) {
      run.escaped = true;
    } else if (value instanceof DoubleNode number && !Double.isFinite(number.doubleValue())) {
      throw Failure.of("D1001", value);
    }
  }
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Steps that look into a value: a name, {@code *}, {@code **}. */
final class Fields {
  private Fields() {}

  /** A field by name. */
  static final class Field extends Expr {
    final String name;

    Field(String name) {
      this.name = name;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return Sequence.settle(Values.lookup(frame.run, input, name), false);
    }
  }

  /** {@code *}: the values of all fields. */
  static final class Wildcard extends Expr {
    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode value =
          input instanceof Sequence s && s.outerWrapper && !s.isEmpty() ? s.get(0) : input;
      Sequence found = new Sequence();
      if (value instanceof ObjectNode object) {
        for (JsonNode field : object.values()) {
          add(frame.run, found, field);
        }
      } else if (value instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          add(frame.run, found, array.get(i));
        }
      }
      return found;
    }

    private static void add(Run run, Sequence found, JsonNode value) {
      if (value instanceof ArrayNode array) {
        // as in jsonata-js, where joining an array makes a plain array of the sequence
        found.sequence = false;
        flatten(run, found, array);
      } else {
        run.grow(1);
        found.push(value);
      }
    }

    private static void flatten(Run run, Sequence found, ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode item = array.get(i);
        if (item instanceof ArrayNode inner) {
          flatten(run, found, inner);
        } else {
          run.grow(1);
          found.push(item);
        }
      }
    }
  }

  /** {@code **}: the value and all values within it. */
  static final class Descendants extends Expr {
    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      if (input == null) {
        return null;
      }
      Sequence found = new Sequence();
      recurse(frame.run, input, found);
      return found.size() == 1 ? found.get(0) : found;
    }

    private static void recurse(Run run, JsonNode value, Sequence found) {
      run.grow(1);
      if (value instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          recurse(run, array.get(i), found);
        }
        return;
      }
      found.push(value);
      if (value instanceof ObjectNode object) {
        for (JsonNode field : object.values()) {
          recurse(run, field, found);
        }
      }
    }
  }
}

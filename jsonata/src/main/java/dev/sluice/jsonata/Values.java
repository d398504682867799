package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What JSONata says of values: truth, equality, types, joining. */
final class Values {
  private Values() {}

  static JsonNode bool(boolean value) {
    return value ? BooleanNode.TRUE : BooleanNode.FALSE;
  }

  static JsonNode string(String value) {
    return StringNode.valueOf(value);
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static ArrayNode array(int size) {
    return JsonNodeFactory.instance.arrayNode(size);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The effective boolean value; false for nothing. */
  static boolean truth(@Nullable JsonNode value) {
    return switch (value) {
      case null -> false;
      case BooleanNode b -> b.booleanValue();
      case StringNode s -> !s.stringValue().isEmpty();
      case ArrayNode a -> {
        for (int i = 0; i < a.size(); i++) {
          if (truth(a.get(i))) {
            yield true;
          }
        }
        yield false;
      }
      case ObjectNode o -> !o.isEmpty();
      case NumericNode n -> Numbers.isNumeric(n) && !Numbers.isZero(n);
      case FunctionValue f -> !(f instanceof RegexFunction);
      default -> false;
    };
  }

  /** What {@code $boolean} says, to which a function is not true. */
  static boolean asBoolean(JsonNode value) {
    return !(value instanceof FunctionValue) && truth(value);
  }

  /** Truth as JavaScript has it, which comparators are held to. */
  static boolean scriptTruth(@Nullable JsonNode value) {
    return switch (value) {
      case null -> false;
      case ArrayNode a -> true;
      case ObjectNode o -> true;
      case FunctionValue f -> true;
      default -> truth(value);
    };
  }

  @SuppressWarnings("ReferenceEquality") // a node compared with itself, without a look at it
  static boolean equal(Numbers numbers, JsonNode a, JsonNode b) {
    if (a == b) {
      return true;
    }
    return switch (a) {
      case StringNode s -> b instanceof StringNode t && s.stringValue().equals(t.stringValue());
      case NumericNode n -> b instanceof NumericNode && sameNumber(numbers, n, b);
      case BooleanNode x -> b instanceof BooleanNode y && x.booleanValue() == y.booleanValue();
      case NullNode n -> b instanceof NullNode;
      case ArrayNode x -> b instanceof ArrayNode y && sameItems(numbers, x, y);
      case ObjectNode x -> b instanceof ObjectNode y && sameFields(numbers, x, y);
      default -> false;
    };
  }

  private static boolean sameNumber(Numbers numbers, JsonNode a, JsonNode b) {
    if (Double.isNaN(Numbers.real(a)) || Double.isNaN(Numbers.real(b))) {
      return false;
    }
    return numbers.compare(a, b) == 0;
  }

  private static boolean sameItems(Numbers numbers, ArrayNode a, ArrayNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(numbers, a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameFields(Numbers numbers, ObjectNode a, ObjectNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      @Nullable JsonNode other = b.get(field.getKey());
      if (other == null || !equal(numbers, field.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  /** Equality without conversion: containers are equal only to themselves. */
  @SuppressWarnings("ReferenceEquality") // itself, not its like
  static boolean identical(Numbers numbers, JsonNode a, JsonNode b) {
    return a == b || (!a.isContainer() && equal(numbers, a, b));
  }

  static boolean isFunction(@Nullable JsonNode value) {
    return value instanceof FunctionValue;
  }

  static boolean isNumbers(ArrayNode values) {
    for (int i = 0; i < values.size(); i++) {
      if (!Numbers.isNumeric(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isStrings(ArrayNode values) {
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) instanceof StringNode)) {
        return false;
      }
    }
    return true;
  }

  /** The items of an array, or of a sequence of this one value, or of none. */
  static ArrayNode items(@Nullable JsonNode value) {
    return value instanceof ArrayNode array ? array : Sequence.of(value);
  }

  static @Nullable JsonNode append(Run run, @Nullable JsonNode a, @Nullable JsonNode b) {
    if (a == null) {
      return b;
    }
    if (b == null) {
      return a;
    }
    ArrayNode joined = array();
    addAll(run, joined, a);
    addAll(run, joined, b);
    return joined;
  }

  /** Adds a value, or each item of an array. */
  static void addAll(Run run, ArrayNode target, JsonNode value) {
    if (value instanceof ArrayNode array) {
      run.grow(array.size());
      target.addAll(array);
    } else {
      run.grow(1);
      target.add(value);
    }
  }

  /** A field of an object, or of each object of an array. */
  static @Nullable JsonNode lookup(Run run, @Nullable JsonNode input, String name) {
    if (input instanceof ObjectNode object) {
      return object.get(name);
    }
    if (input instanceof ArrayNode array) {
      Sequence found = new Sequence();
      for (int i = 0; i < array.size(); i++) {
        @Nullable JsonNode value = lookup(run, array.get(i), name);
        if (value instanceof ArrayNode more) {
          run.grow(more.size());
          found.pushAll(more);
        } else if (value != null) {
          run.grow(1);
          found.push(value);
        }
      }
      return found;
    }
    return null;
  }

  /** One of s n b l a o f, or m for nothing. */
  static char symbol(@Nullable JsonNode value) {
    return switch (value) {
      case null -> 'm';
      case StringNode s -> 's';
      case NumericNode n -> 'n';
      case BooleanNode b -> 'b';
      case NullNode n -> 'l';
      case ArrayNode a -> 'a';
      case FunctionValue f -> 'f';
      default -> 'o';
    };
  }
}

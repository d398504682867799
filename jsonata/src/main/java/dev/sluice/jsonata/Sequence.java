package dev.sluice.jsonata;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An array that an expression gathered, as opposed to one that stood in the data: a sequence of one
 * is that one, an empty one is nothing. It also carries the marks that JSONata puts on arrays.
 */
final class Sequence extends ArrayNode {
  private static final long serialVersionUID = 1L;
  private final transient List<JsonNode> items;

  /** False for an array constructor that must not be flattened ({@link #cons}). */
  boolean sequence = true;

  boolean keepSingleton;
  boolean cons;
  boolean outerWrapper;
  boolean tupleStream;

  Sequence() {
    this(new ArrayList<>());
  }

  private Sequence(List<JsonNode> items) {
    super(JsonNodeFactory.instance, items);
    this.items = items;
  }

  static Sequence of(@Nullable JsonNode only) {
    Sequence sequence = new Sequence();
    if (only != null) {
      sequence.items.add(only);
    }
    return sequence;
  }

  static Sequence cons() {
    Sequence array = new Sequence();
    array.sequence = false;
    array.cons = true;
    return array;
  }

  /** Whole numbers from first to last, made as they are read. */
  static Sequence range(long first, int size) {
    return new Sequence(new Range(first, size));
  }

  boolean isRange() {
    return items instanceof Range;
  }

  /** The same items as a plain array. */
  Sequence plain() {
    Sequence array = new Sequence(items);
    array.sequence = false;
    return array;
  }

  void push(JsonNode item) {
    items.add(item);
  }

  void pushAll(ArrayNode more) {
    if (more instanceof Sequence other) {
      items.addAll(other.items);
    } else {
      items.addAll(more.values());
    }
  }

  static boolean is(@Nullable JsonNode value) {
    return value instanceof Sequence s && s.sequence;
  }

  static boolean isCons(JsonNode value) {
    return value instanceof Sequence s && s.cons;
  }

  static boolean isTuples(@Nullable JsonNode value) {
    return value instanceof Sequence s && s.tupleStream;
  }

  /** What a sequence counts as where it leaves the expression that made it. */
  static @Nullable JsonNode settle(@Nullable JsonNode value, boolean keepArray) {
    if (value instanceof Sequence s && s.sequence && !s.tupleStream) {
      if (keepArray) {
        s.keepSingleton = true;
      }
      int size = s.items.size();
      if (size == 0) {
        return null;
      }
      if (size == 1 && !s.keepSingleton) {
        return s.items.get(0);
      }
    }
    return value;
  }

  private static final class Range extends AbstractList<JsonNode> implements RandomAccess {
    private final long first;
    private final int size;

    Range(long first, int size) {
      this.first = first;
      this.size = size;
    }

    @Override
    public JsonNode get(int index) {
      return Numbers.of(first + Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }
}

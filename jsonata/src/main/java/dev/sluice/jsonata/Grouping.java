package dev.sluice.jsonata;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Groups items by key; each group's value is worked out over its items together. */
final class Grouping {
  private static final class Entry {
    @Nullable JsonNode data;
    final int pair;
    private boolean owned;

    Entry(@Nullable JsonNode data, int pair) {
      this.data = data;
      this.pair = pair;
    }

    /** Joins as {@code $append} does, without copying what was joined before. */
    void join(Run run, @Nullable JsonNode item) {
      if (item == null) {
        return;
      }
      if (data == null) {
        data = item;
        return;
      }
      if (!owned || !(data instanceof ArrayNode)) {
        ArrayNode joined = Values.array();
        Values.addAll(run, joined, data);
        data = joined;
        owned = true;
      }
      Values.addAll(run, (ArrayNode) data, item);
    }
  }

  private final Expr[] keys;
  private final Expr[] values;
  private final @Nullable Scope tuples;
  private final int position;

  private Grouping(Expr[] keys, Expr[] values, @Nullable Scope tuples, int position) {
    this.keys = keys;
    this.values = values;
    this.tuples = tuples;
    this.position = position;
  }

  /**
   * @param tuples the scope of a tuple stream's bindings, null where items are values
   */
  static Grouping compile(
      Compiler compiler, Node.Group group, Scope scope, @Nullable Scope tuples) {
    Scope inner = tuples == null ? scope : tuples;
    Expr[] keys = new Expr[group.pairs().size()];
    Expr[] values = new Expr[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = compiler.compile(group.pairs().get(i).key(), inner);
      values[i] = compiler.compile(group.pairs().get(i).value(), inner);
    }
    return new Grouping(keys, values, tuples, group.position());
  }

  JsonNode apply(@Nullable JsonNode input, Frame frame) {
    Map<String, Entry> groups = new LinkedHashMap<>();
    if (input instanceof ArrayNode array && !array.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        gather(groups, array.get(i), frame);
      }
    } else {
      gather(groups, input instanceof ArrayNode ? null : input, frame);
    }
    ObjectNode result = Values.object();
    for (Map.Entry<String, Entry> group : groups.entrySet()) {
      Entry entry = group.getValue();
      @Nullable JsonNode context = entry.data;
      Frame inner = frame;
      if (tuples != null) {
        Tuple tuple = TuplePath.reduce(frame.run, entry.data);
        context = tuple.at;
        inner = TuplePath.frame(tuples, frame, tuple);
      }
      @Nullable JsonNode value = values[entry.pair].eval(context, inner);
      if (value != null) {
        Constructors.note(frame.run, value);
        result.set(group.getKey(), value);
      }
    }
    return result;
  }

  private void gather(Map<String, Entry> groups, @Nullable JsonNode item, Frame frame) {
    frame.run.tick();
    Frame inner = frame;
    @Nullable JsonNode context = item;
    if (tuples != null) {
      inner = TuplePath.frame(tuples, frame, item);
      context = TuplePath.at(item);
    }
    for (int i = 0; i < keys.length; i++) {
      @Nullable JsonNode key = keys[i].eval(context, inner);
      if (key == null) {
        continue;
      }
      if (!(key instanceof StringNode name)) {
        throw Failure.of("T1003", key).at(position);
      }
      @Nullable Entry entry = groups.get(name.stringValue());
      if (entry == null) {
        groups.put(name.stringValue(), new Entry(item, i));
      } else if (entry.pair != i) {
        throw Failure.of("D1009", key).at(position);
      } else {
        entry.join(frame.run, item);
      }
    }
  }

  /** An expression followed by a grouping. */
  static final class Grouped extends Expr {
    private final Expr expr;
    private final Grouping grouping;

    Grouped(Expr expr, Grouping grouping) {
      this.expr = expr;
      this.grouping = grouping;
    }

    @Override
    JsonNode eval(@Nullable JsonNode input, Frame frame) {
      return grouping.apply(expr.eval(input, frame), frame);
    }
  }
}

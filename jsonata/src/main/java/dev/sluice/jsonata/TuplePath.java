package dev.sluice.jsonata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;

/** A path whose steps bind variables ({@code @}, {@code #}) or are asked for as parents. */
final class TuplePath extends Expr {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(
      Expr expr,
      @Nullable Sorting sorting,
      boolean cons,
      boolean tuple,
      @Nullable String focus,
      @Nullable String index,
      @Nullable String ancestor,
      Stage[] stages) {}

  private record Stage(@Nullable Filter filter, @Nullable String index) {}

  private final Step[] steps;
  private final Scope scope;
  private final boolean absolute;
  private final boolean keepTuples;
  private final boolean keepSingleton;
  private final @Nullable Grouping group;

  private TuplePath(
      Step[] steps,
      Scope scope,
      boolean absolute,
      boolean keepTuples,
      boolean keepSingleton,
      @Nullable Grouping group) {
    this.steps = steps;
    this.scope = scope;
    this.absolute = absolute;
    this.keepTuples = keepTuples;
    this.keepSingleton = keepSingleton;
    this.group = group;
  }

  static TuplePath compile(Compiler compiler, Node path, Scope outer) {
    Set<String> names = new LinkedHashSet<>();
    TupleNames.collect(path, names);
    Scope scope = new Scope(outer, names);
    Step[] steps = new Step[path.items.size()];
    boolean tuple = false;
    for (int i = 0; i < steps.length; i++) {
      Node node = path.items.get(i);
      boolean first = !tuple && node.tuple;
      tuple |= node.tuple;
      steps[i] = step(compiler, node, outer, scope, tuple, first);
    }
    @Nullable Grouping group =
        path.group == null ? null : Grouping.compile(compiler, path.group, outer, scope);
    return new TuplePath(
        steps,
        scope,
        path.items.get(0).kind == Node.Kind.VARIABLE,
        path.tuple,
        path.keepSingletonArray,
        group);
  }

  private static Step step(
      Compiler compiler, Node node, Scope outer, Scope scope, boolean tuple, boolean first) {
    Scope inner = tuple ? scope : outer;
    List<Node.Stage> stages = node.stages == null ? List.of() : node.stages;
    Stage[] compiled = new Stage[stages.size()];
    for (int i = 0; i < compiled.length; i++) {
      @Nullable Node filter = stages.get(i).filter();
      compiled[i] =
          new Stage(
              filter == null ? null : Filter.compile(compiler, filter, outer, tuple ? scope : null),
              stages.get(i).index());
    }
    boolean sort = node.kind == Node.Kind.SORT;
    return new Step(
        sort ? new Compiler.Constant(Values.array()) : compiler.compile(node, inner),
        sort ? Sorting.compile(compiler, node, outer, tuple && !first ? scope : null) : null,
        node.consArray,
        node.tuple,
        node.focus,
        node.index,
        node.ancestor == null ? null : node.ancestor.label,
        compiled);
  }

  /** A frame with what an item binds; nothing, where it is a plain value. */
  static Frame frame(Scope scope, Frame outer, @Nullable JsonNode item) {
    Frame frame = new Frame(scope, outer);
    if (item instanceof Tuple tuple) {
      for (int i = 0; i < scope.names.size(); i++) {
        @Nullable JsonNode value = tuple.bindings.get(scope.names.get(i));
        if (value != null) {
          frame.bind(i, value);
        }
      }
    }
    return frame;
  }

  static @Nullable JsonNode at(@Nullable JsonNode item) {
    return item instanceof Tuple tuple ? tuple.at : item;
  }

  @Override
  @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
    ArrayNode current = input instanceof ArrayNode a && !absolute ? a : Sequence.of(input);
    if (input == null) {
      current = new Sequence();
    }
    boolean nothing = input == null;
    @Nullable Sequence tuples = null;
    boolean streaming = false;
    @Nullable JsonNode found = null;
    for (int i = 0; i < steps.length; i++) {
      Step step = steps[i];
      streaming |= step.tuple;
      if (i == 0 && step.cons) {
        found = step.expr.eval(current, frame);
      } else if (streaming) {
        tuples = tupleStep(step, current, nothing && i == 0, tuples, frame);
        continue;
      } else {
        found = plainStep(step, current, nothing && i == 0, frame);
      }
      if (!streaming && (found == null || (found instanceof ArrayNode a && a.isEmpty()))) {
        return found;
      }
      if (found != null) {
        current = Values.items(found);
      }
    }
    if (tuples != null) {
      found = keepTuples ? tuples : values(tuples);
    }
    if (keepSingleton && found instanceof Sequence s) {
      s.keepSingleton = true;
    }
    return group == null ? found : group.apply(tuples, frame);
  }

  private static Sequence values(Sequence tuples) {
    Sequence values = new Sequence();
    for (int i = 0; i < tuples.size(); i++) {
      if (tuples.get(i) instanceof Tuple tuple && tuple.at != null) {
        values.push(tuple.at);
      }
    }
    return values;
  }

  private static @Nullable JsonNode plainStep(
      Step step, ArrayNode items, boolean nothing, Frame frame) {
    if (step.sorting != null) {
      @Nullable JsonNode sorted = step.sorting.apply(items, frame);
      for (Stage stage : step.stages) {
        sorted = Node.present(stage.filter).apply(sorted, frame);
      }
      return sorted;
    }
    Sequence found = new Sequence();
    int count = nothing ? 1 : items.size();
    for (int i = 0; i < count; i++) {
      @Nullable JsonNode result = step.expr.eval(nothing ? null : items.get(i), frame);
      for (Stage stage : step.stages) {
        result = Node.present(stage.filter).apply(result, frame);
      }
      if (result instanceof ArrayNode array && !Sequence.isCons(result)) {
        frame.run.grow(array.size());
        found.pushAll(array);
      } else if (result != null) {
        frame.run.grow(1);
        found.push(result);
      }
    }
    return found;
  }

  private Sequence tupleStep(
      Step step, ArrayNode items, boolean nothing, @Nullable Sequence bindings, Frame frame) {
    if (step.sorting != null) {
      return stages(step, sorted(step, step.sorting, items, bindings, frame), frame);
    }
    Sequence result = new Sequence();
    result.tupleStream = true;
    int count = bindings != null ? bindings.size() : nothing ? 1 : items.size();
    for (int i = 0; i < count; i++) {
      Tuple tuple =
          bindings != null && bindings.get(i) instanceof Tuple t
              ? t
              : new Tuple(nothing ? null : items.get(i));
      @Nullable JsonNode found = step.expr.eval(tuple.at, frame(scope, frame, tuple));
      if (found == null) {
        continue;
      }
      ArrayNode values = Values.items(found);
      boolean nested = Sequence.isTuples(found);
      for (int k = 0; k < values.size(); k++) {
        frame.run.grow(1);
        result.push(bind(step, tuple, values.get(k), k, nested));
      }
    }
    return stages(step, result, frame);
  }

  private static Tuple bind(Step step, Tuple from, JsonNode value, int index, boolean nested) {
    Tuple tuple = from.copy();
    if (nested && value instanceof Tuple inner) {
      tuple.bindings.putAll(inner.bindings);
      tuple.at = inner.at;
      return tuple;
    }
    if (step.focus != null) {
      tuple.bind(step.focus, value);
    } else {
      tuple.at = value;
    }
    if (step.index != null) {
      tuple.bind(step.index, Numbers.of(index));
    }
    if (step.ancestor != null) {
      tuple.bind(step.ancestor, from.at);
    }
    return tuple;
  }

  private static Sequence sorted(
      Step step, Sorting sorting, ArrayNode items, @Nullable Sequence bindings, Frame frame) {
    Sequence result = new Sequence();
    result.tupleStream = true;
    if (bindings != null) {
      result.pushAll(sorting.apply(bindings, frame));
      return result;
    }
    ArrayNode sorted = sorting.apply(items, frame);
    for (int i = 0; i < sorted.size(); i++) {
      Tuple tuple = new Tuple(sorted.get(i));
      if (step.index != null) {
        tuple.bind(step.index, Numbers.of(i));
      }
      result.push(tuple);
    }
    return result;
  }

  private static Sequence stages(Step step, Sequence input, Frame frame) {
    Sequence result = input;
    for (Stage stage : step.stages) {
      if (stage.filter != null) {
        JsonNode filtered = stage.filter.apply(result, frame);
        Sequence next = new Sequence();
        next.tupleStream = true;
        next.pushAll(Values.items(filtered));
        result = next;
      } else if (stage.index != null) {
        for (int i = 0; i < result.size(); i++) {
          if (result.get(i) instanceof Tuple tuple) {
            tuple.bind(stage.index, Numbers.of(i));
          }
        }
      }
    }
    return result;
  }

  /** One tuple of many: each binding joined over all of them. */
  static Tuple reduce(Run run, @Nullable JsonNode data) {
    if (data instanceof Tuple tuple) {
      return tuple;
    }
    ArrayNode items = Values.items(data);
    Tuple result = new Tuple(null);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Tuple tuple) {
        result.at = Values.append(run, result.at, tuple.at);
        tuple.bindings.forEach((name, value) ->
            result.bind(name, Values.append(run, bound(result, name), bound(tuple, name))));
      }
    }
    return result;
  }

  private static @Nullable JsonNode bound(Tuple tuple, String name) {
    @Nullable JsonNode value = tuple.bindings.get(name);
    return value instanceof MissingNode ? null : value;
  }
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A location path: each step maps the items the one before it found. */
final class PathExpr extends Expr {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Step(Expr expr, @Nullable Sorting sorting, Filter[] stages, boolean cons) {}

  private final Step[] steps;
  private final boolean absolute;
  private final boolean keepSingleton;
  private final @Nullable Grouping group;

  PathExpr(Step[] steps, boolean absolute, boolean keepSingleton, @Nullable Grouping group) {
    this.steps = steps;
    this.absolute = absolute;
    this.keepSingleton = keepSingleton;
    this.group = group;
  }

  @Override
  @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
    if (input instanceof ArrayNode items && !absolute) {
      return from(0, items, frame);
    }
    return from(0, null, input, frame);
  }

  /** The steps from this one on, over these items. */
  @Nullable JsonNode from(int first, ArrayNode items, Frame frame) {
    return from(first, items, null, frame);
  }

  private @Nullable JsonNode from(
      int first, @Nullable ArrayNode items, @Nullable JsonNode single, Frame frame) {
    @Nullable JsonNode found = null;
    @Nullable ArrayNode current = items;
    @Nullable JsonNode only = single;
    for (int i = first; i < steps.length; i++) {
      Step step = steps[i];
      boolean last = i == steps.length - 1;
      if (i == 0 && step.cons) {
        found = step.expr.eval(current == null ? Sequence.of(only) : current, frame);
      } else {
        found = step(step, current, only, last, frame);
      }
      if (found == null || (found instanceof ArrayNode array && array.isEmpty())) {
        break;
      }
      current = found instanceof ArrayNode array ? array : null;
      only = found;
    }
    if (keepSingleton && found != null) {
      found = keep(found);
    }
    return group == null ? found : group.apply(found, frame);
  }

  private static JsonNode keep(JsonNode found) {
    if (found instanceof Sequence s) {
      if (!s.sequence) {
        s = Sequence.of(s);
      }
      s.keepSingleton = true;
      return s;
    }
    if (found instanceof ArrayNode) {
      return found;
    }
    Sequence kept = Sequence.of(found);
    kept.keepSingleton = true;
    return kept;
  }

  private static @Nullable JsonNode step(
      Step step, @Nullable ArrayNode items, @Nullable JsonNode only, boolean last, Frame frame) {
    if (step.sorting != null) {
      @Nullable JsonNode sorted =
          step.sorting.apply(items == null ? Sequence.of(only) : items, frame);
      for (Filter stage : step.stages) {
        sorted = stage.apply(sorted, frame);
      }
      return sorted;
    }
    Found found = new Found();
    if (items == null) {
      found.add(one(step, only, frame), frame.run);
    } else {
      for (int i = 0; i < items.size(); i++) {
        found.add(one(step, items.get(i), frame), frame.run);
      }
    }
    return found.result(last, frame.run);
  }

  private static @Nullable JsonNode one(Step step, @Nullable JsonNode item, Frame frame) {
    @Nullable JsonNode result = step.expr.eval(item, frame);
    for (Filter stage : step.stages) {
      result = stage.apply(result, frame);
    }
    return result;
  }

  /** What a step found, kept loose until a second item makes a sequence of it. */
  private static final class Found {
    private @Nullable JsonNode first;
    private @Nullable Sequence all;

    void add(@Nullable JsonNode value, Run run) {
      if (value == null) {
        run.tick();
      } else if (all != null) {
        flatten(all, value, run);
      } else if (first == null) {
        first = value;
      } else {
        Sequence sequence = new Sequence();
        flatten(sequence, first, run);
        flatten(sequence, value, run);
        all = sequence;
      }
    }

    @Nullable JsonNode result(boolean last, Run run) {
      if (all != null) {
        return all;
      }
      if (first == null) {
        return null;
      }
      if (last && first instanceof ArrayNode && !Sequence.is(first)) {
        return first;
      }
      Sequence sequence = new Sequence();
      flatten(sequence, first, run);
      return sequence;
    }

    private static void flatten(Sequence target, JsonNode value, Run run) {
      if (value instanceof ArrayNode array && !Sequence.isCons(value)) {
        run.grow(array.size());
        target.pushAll(array);
      } else {
        run.grow(1);
        target.push(value);
      }
    }
  }
}

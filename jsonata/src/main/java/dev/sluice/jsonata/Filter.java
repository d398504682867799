package dev.sluice.jsonata;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;

/** A predicate: a position, positions worked out for each item, or a condition. */
final class Filter {
  private final Expr predicate;
  private final @Nullable JsonNode position;
  private final @Nullable Scope tuples;

  Filter(Expr predicate, @Nullable JsonNode position, @Nullable Scope tuples) {
    this.predicate = predicate;
    this.position = position;
    this.tuples = tuples;
  }

  static Filter compile(Compiler compiler, Node node, Scope scope, @Nullable Scope tuples) {
    Scope inner = tuples == null ? scope : tuples;
    return new Filter(
        compiler.compile(node, inner), node.kind == Node.Kind.NUMBER ? node.literal : null, tuples);
  }

  static Filter[] compile(
      Compiler compiler, List<Node.Stage> stages, Scope scope, @Nullable Scope tuples) {
    return stages.stream()
        .filter(stage -> stage.filter() != null)
        .map(stage -> compile(compiler, Node.present(stage.filter()), scope, tuples))
        .toArray(Filter[]::new);
  }

  JsonNode apply(@Nullable JsonNode input, Frame frame) {
    ArrayNode items = Values.items(input);
    Sequence kept = new Sequence();
    kept.tupleStream = Sequence.isTuples(input);
    if (position != null) {
      int index = frame.run.numbers.index(position);
      index = index < 0 ? items.size() + index : index;
      @Nullable JsonNode item = index < 0 || index >= items.size() ? null : items.get(index);
      if (item instanceof ArrayNode) {
        return item;
      }
      if (item != null) {
        kept.push(item);
      }
      return kept;
    }
    if (input == null) {
      // as in jsonata-js, where nothing is asked too: it keeps nothing, but may fail
      predicate.eval(null, tuples == null ? frame : new Frame(tuples, frame));
    }
    for (int i = 0; i < items.size(); i++) {
      frame.run.grow(1);
      JsonNode item = items.get(i);
      @Nullable JsonNode result;
      if (tuples == null) {
        result = predicate.eval(item, frame);
      } else {
        result = predicate.eval(TuplePath.at(item), TuplePath.frame(tuples, frame, item));
      }
      if (result instanceof BooleanNode b) {
        if (b.booleanValue()) {
          kept.push(item);
        }
      } else if (Numbers.isNumeric(result)) {
        keep(frame.run, kept, item, i, items.size(), Node.present(result));
      } else if (result instanceof ArrayNode indexes && Values.isNumbers(indexes)) {
        for (int k = 0; k < indexes.size(); k++) {
          keep(frame.run, kept, item, i, items.size(), indexes.get(k));
        }
      } else if (Values.truth(result)) {
        kept.push(item);
      }
    }
    return kept;
  }

  private static void keep(
      Run run, Sequence kept, JsonNode item, int at, int size, JsonNode wanted) {
    run.tick();
    int index = run.numbers.index(wanted);
    if ((index < 0 ? size + index : index) == at) {
      kept.push(item);
    }
  }

  /** An expression followed by predicates. */
  static final class Filtered extends Expr {
    private final Expr expr;
    private final Filter[] filters;

    Filtered(Expr expr, Filter[] filters) {
      this.expr = expr;
      this.filters = filters;
    }

    @Override
    @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame) {
      @Nullable JsonNode result = expr.eval(input, frame);
      for (Filter filter : filters) {
        result = filter.apply(result, frame);
      }
      return result;
    }
  }
}

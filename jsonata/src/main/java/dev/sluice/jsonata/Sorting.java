package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.StringNode;

/** {@code ^(a, >b)}, and the merge sort that it shares with {@code $sort}. */
final class Sorting {
  /** True where the left item must come after the right one. */
  @FunctionalInterface
  interface Swap<T> {
    boolean test(T left, T right);
  }

  private static final class Keyed {
    final JsonNode item;
    final @Nullable JsonNode[] keys;
    final boolean[] known;

    Keyed(JsonNode item, int terms) {
      this.item = item;
      this.keys = new JsonNode[terms];
      this.known = new boolean[terms];
    }
  }

  private final Expr[] terms;
  private final boolean[] descending;
  private final @Nullable Scope tuples;
  private final int position;

  private Sorting(Expr[] terms, boolean[] descending, @Nullable Scope tuples, int position) {
    this.terms = terms;
    this.descending = descending;
    this.tuples = tuples;
    this.position = position;
  }

  static Sorting compile(Compiler compiler, Node node, Scope scope, @Nullable Scope tuples) {
    Expr[] terms = new Expr[node.terms.size()];
    boolean[] descending = new boolean[terms.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = compiler.compile(node.terms.get(i).expression(), tuples == null ? scope : tuples);
      descending[i] = node.terms.get(i).descending();
    }
    return new Sorting(terms, descending, tuples, node.position);
  }

  ArrayNode apply(ArrayNode input, Frame frame) {
    if (input.size() <= 1) {
      return input;
    }
    List<Keyed> items = new ArrayList<>(input.size());
    for (int i = 0; i < input.size(); i++) {
      items.add(new Keyed(input.get(i), terms.length));
    }
    frame.run.grow(items.size());
    List<Keyed> sorted = merge(frame.run, items, (a, b) -> swap(a, b, frame));
    Sequence result = new Sequence();
    result.sequence = false;
    result.tupleStream = Sequence.isTuples(input);
    for (Keyed keyed : sorted) {
      result.push(keyed.item);
    }
    frame.run.escaped = true;
    return result;
  }

  private boolean swap(Keyed a, Keyed b, Frame frame) {
    for (int i = 0; i < terms.length; i++) {
      @Nullable JsonNode left = key(a, i, frame);
      @Nullable JsonNode right = key(b, i, frame);
      if (left == null && right == null) {
        continue;
      }
      if (left == null || right == null) {
        return left == null;
      }
      int order = compare(frame.run.numbers, left, right);
      if (order != 0) {
        return descending[i] ? order < 0 : order > 0;
      }
    }
    return false;
  }

  private int compare(Numbers numbers, JsonNode left, JsonNode right) {
    if (!(left instanceof NumericNode || left instanceof StringNode)) {
      throw Failure.of("T2008", left).at(position);
    }
    if (!(right instanceof NumericNode || right instanceof StringNode)) {
      throw Failure.of("T2008", right).at(position);
    }
    if (left instanceof StringNode a && right instanceof StringNode b) {
      return a.stringValue().compareTo(b.stringValue());
    }
    if (left instanceof NumericNode && right instanceof NumericNode) {
      return numbers.compare(left, right);
    }
    throw Failure.of("T2007", left).value2(right).at(position);
  }

  private @Nullable JsonNode key(Keyed keyed, int term, Frame frame) {
    if (!keyed.known[term]) {
      if (tuples == null) {
        keyed.keys[term] = terms[term].eval(keyed.item, frame);
      } else {
        keyed.keys[term] =
            terms[term].eval(TuplePath.at(keyed.item), TuplePath.frame(tuples, frame, keyed.item));
      }
      keyed.known[term] = true;
    }
    return keyed.keys[term];
  }

  /** A stable merge sort that keeps its head with a comparison that contradicts itself. */
  static <T> List<T> merge(Run run, List<T> items, Swap<T> swap) {
    if (items.size() <= 1) {
      return items;
    }
    int middle = items.size() / 2;
    List<T> left = merge(run, items.subList(0, middle), swap);
    List<T> right = merge(run, items.subList(middle, items.size()), swap);
    List<T> merged = new ArrayList<>(items.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      run.tick();
      merged.add(swap.test(left.get(l), right.get(r)) ? right.get(r++) : left.get(l++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }
}

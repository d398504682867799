package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.StringNode;

/** Array functions (docs.jsonata.org/array-functions). */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put(
        "count",
        NativeFunction.of(
            "<a:n>", (f, a) -> Numbers.of(a[0] == null ? 0 : Arguments.array(a, 0).size())));
    all.put("append", NativeFunction.of("<xx:a>", (f, a) -> Values.append(f.run, a[0], a[1])));
    all.put("reverse", NativeFunction.of("<a:a>", ArrayFunctions::reverse));
    all.put("shuffle", NativeFunction.of("<a:a>", ArrayFunctions::shuffle));
    all.put("distinct", NativeFunction.of("<x:x>", ArrayFunctions::distinct));
    all.put("sort", NativeFunction.of("<af?:a>", ArrayFunctions::sort));
    all.put("zip", NativeFunction.of("<a+>", 0, ArrayFunctions::zip));
  }

  private static @Nullable JsonNode reverse(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null || Arguments.array(a, 0).size() <= 1) {
      return a[0];
    }
    ArrayNode values = Arguments.array(a, 0);
    frame.run.grow(values.size());
    ArrayNode result = Values.array(values.size());
    for (int i = values.size() - 1; i >= 0; i--) {
      result.add(values.get(i));
    }
    return result;
  }

  private static @Nullable JsonNode shuffle(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null || Arguments.array(a, 0).size() <= 1) {
      return a[0];
    }
    ArrayNode values = Arguments.array(a, 0);
    frame.run.grow(values.size());
    ArrayNode result = Values.array(values.size()).addAll(values);
    for (int i = values.size() - 1; i > 0; i--) {
      int other = ThreadLocalRandom.current().nextInt(i + 1);
      JsonNode swapped = result.get(i);
      result.set(i, result.get(other));
      result.set(other, swapped);
    }
    return result;
  }

  private static @Nullable JsonNode distinct(Frame frame, @Nullable JsonNode[] a) {
    if (!(a[0] instanceof ArrayNode values) || values.size() <= 1) {
      return a[0];
    }
    Run run = frame.run;
    ArrayNode kept = Sequence.is(values) ? new Sequence() : Values.array();
    Set<Object> seen = new HashSet<>();
    List<JsonNode> others = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      run.grow(1);
      boolean isNew =
          switch (value) {
            case StringNode s -> seen.add(s.stringValue());
            case NumericNode n -> seen.add(key(run, n));
            default -> others.stream().noneMatch(other -> same(run, other, value));
          };
      if (isNew) {
        kept.add(value);
        if (!(value instanceof StringNode || value instanceof NumericNode)) {
          others.add(value);
        }
      }
    }
    return kept;
  }

  private static boolean same(Run run, JsonNode a, JsonNode b) {
    run.tick();
    return Values.equal(run.numbers, a, b);
  }

  private static Object key(Run run, JsonNode number) {
    if (run.numbers instanceof DoubleNumbers) {
      return Numbers.real(number) + 0.0;
    }
    BigDecimal value = DecimalNumbers.decimal(number);
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  private static @Nullable JsonNode sort(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null || Arguments.array(a, 0).size() <= 1) {
      return a[0];
    }
    ArrayNode values = Arguments.array(a, 0);
    Run run = frame.run;
    Sorting.Swap<JsonNode> swap;
    if (Arguments.has(a, 1)) {
      FunctionValue comparator = Arguments.function(a, 1);
      swap =
          (left, right) ->
              Values.scriptTruth(
                  Sequence.settle(
                      HigherOrderFunctions.call(
                          frame, comparator, new @Nullable JsonNode[] {left, right}),
                      false));
    } else if (Values.isNumbers(values)) {
      swap = (left, right) -> run.numbers.compare(left, right) > 0;
    } else if (Values.isStrings(values)) {
      swap = (left, right) -> left.stringValue().compareTo(right.stringValue()) > 0;
    } else {
      throw new Failure("D3070").index(1);
    }
    run.grow(values.size());
    ArrayNode sorted = Values.array(values.size());
    sorted.addAll(Sorting.merge(run, new ArrayList<>(values.values()), swap));
    return sorted;
  }

  private static JsonNode zip(Frame frame, @Nullable JsonNode[] a) {
    int length = a.length == 0 ? 0 : Integer.MAX_VALUE;
    for (int i = 0; i < a.length; i++) {
      length = Math.min(length, a[i] instanceof ArrayNode array ? array.size() : 0);
    }
    ArrayNode result = Values.array(length);
    for (int i = 0; i < length; i++) {
      ArrayNode tuple = Values.array(a.length);
      for (int k = 0; k < a.length; k++) {
        tuple.add(Arguments.array(a, k).get(i));
      }
      frame.run.grow(a.length);
      result.add(tuple);
    }
    return result;
  }
}

package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Expressions and data from a seed. Left out is where dashjoin 0.9.10 is not jsonata-js 2.0.6:
 * {@code $distinct} that leaves one item, or has empty arrays among them.
 */
final class Generated {
  private static final List<String> LEAVES =
      List.of(
          "a",
          "b",
          "c",
          "a.b",
          "b.c",
          "a.b.c",
          "$",
          "$$.a",
          "1",
          "2.5",
          "'x'",
          "true",
          "[]",
          "c[0]",
          "b[-1]",
          "a.b[0]",
          "*",
          "a.*",
          "$.b",
          "a[]",
          "(a.b)[0]");

  private static final List<String> TEMPLATES =
      List.of(
          "(%s + %s)",
          "(%s - %s)",
          "(%s * %s)",
          "(%s = %s)",
          "(%s != %s)",
          "(%s < %s)",
          "(%s & %s)",
          "(%s and %s)",
          "(%s or %s)",
          "(%s in %s)",
          "[%s, %s]",
          "{'k': %s, 'l': %s}",
          "(%s ? %s)",
          "(%s ? %s : 0)",
          "($v := %s; [$v, %s])",
          "$append(%s, %s)",
          "$map(%s, function($x) { %s })",
          "$filter(%s, function($x) { %s })",
          "(%s).(%s)",
          "(%s)[%s]",
          "($exists(%s) & $count(%s))",
          "$sum([$count(%s), $count(%s)])",
          "($boolean(%s) = $not(%s))",
          "($type(%s) & $type(%s))",
          "$reduce(%s, function($p, $q) { [$p, $q, %s] })",
          "($string(%s) & $string(%s))",
          "$reverse([%s, %s])",
          "$distinct([$string(%s), $string(%s), 'p', 'q'])",
          "($keys(%s) & $keys(%s))",
          "$zip([%s], [%s])",
          "$merge([{'m': %s}, {'n': %s}])");

  private final Random random;

  Generated(long seed) {
    this.random = new Random(seed);
  }

  String expression(int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    String expression = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
    int hole = expression.indexOf("%s");
    while (hole >= 0) {
      String part = expression(depth - 1);
      expression = expression.substring(0, hole) + part + expression.substring(hole + 2);
      hole = expression.indexOf("%s", hole + part.length());
    }
    return expression;
  }

  Map<String, Object> object(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name : List.of("a", "b", "c")) {
      fields.put(name, value(depth - 1));
    }
    return fields;
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth <= 0 ? 4 : 8)) {
      case 0 -> random.nextInt(25) - 5;
      case 1 -> List.of("x", "y", "", "12", "hello").get(random.nextInt(5));
      case 2 -> random.nextBoolean();
      case 3 -> List.of(0.5, 1.25, 99.99).get(random.nextInt(3));
      case 4, 5 -> object(depth);
      case 6 -> list(depth);
      default -> list(0);
    };
  }

  private List<Object> list(int depth) {
    List<Object> items = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      items.add(depth == 0 ? value(0) : object(depth));
    }
    return items;
  }
}

package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** JSONata's official suite 2.0.6 where it is at hand, and cases of our own in any case. */
class ConformanceTest {
  private static final String START = "<!-- score: written by ConformanceTest -->\n";
  private static final String END = "<!-- end of score -->";

  /** Cases where we knowingly differ, each with its reason; README lists them. */
  private static final Map<String, String> DIFFERENCES = Map.of();

  private static final String[][] OWN = {
    {"[1,2,3].($*2)", "[2,4,6]"},
    {"(1;2;3)", "3"},
    {"[3,1,2]^(>$)", "[3,2,1]"},
    {"$map([1..3], function($v, $i) { $v * $i })", "[0,2,6]"},
    {"{'a': 1, 'b': nothing, 'c': [nothing]}", "{\"a\":1,\"c\":[]}"},
    {"[{'k':'x','v':1},{'k':'y','v':2},{'k':'x','v':3}]{k: $sum(v)}", "{\"x\":4,\"y\":2}"},
    {"$replace('2024-01-15', /(\\d+)-(\\d+)-(\\d+)/, '$3.$2.$1')", "\"15.01.2024\""},
    {"$fromMillis(0, '[FNn], [D1o] [MNn] [Y]')", "\"Thursday, 1st January 1970\""},
    {"'2024-01-15T10:30:00.000Z' ~> $toMillis()", "1705314600000"},
    {"$formatNumber(-1234.5, '#,##0.00')", "\"-1,234.50\""},
    {"({'a': {'b': 1}} ~> |a|{'c': 2}|).a.c", "2"},
    {"[{'o': [{'p': 1}, {'p': 2}], 'n': 7}].o.(p + %.n)", "[8,9]"},
    {"$match('x1y22', /(?<=y)\\d+/).match", "\"22\""},
    {"1/0", "D1001"},
    {"$unknown()", "T1006"},
    {"a +", "S0207"},
  };

  @TestFactory
  Stream<DynamicTest> cases() {
    Stream<DynamicTest> own =
        Stream.of(OWN).map(c -> DynamicTest.dynamicTest(c[0], () -> check(c[0], c[1])));
    Path suite = Path.of(System.getProperty("sluice.shared", "."), "asl/jsonata_suite_2.0.6.jsonl");
    return Files.exists(suite)
        ? Stream.concat(own, Stream.of(DynamicTest.dynamicTest("suite", () -> official(suite))))
        : own;
  }

  private static void check(String expression, String expected) throws IOException {
    String got;
    try {
      got = String.valueOf(Jsonata.compile(expression).evaluate(null));
    } catch (JsonataException e) {
      got = e.code();
    }
    assertEquals(expected, got);
  }

  private static void official(Path suite) throws IOException {
    int[] all = new int[2];
    int[] passed = new int[2];
    Map<String, String> differences = new TreeMap<>();
    for (SuiteCase one : SuiteCase.read(suite)) {
      int kind = one.expectsError() ? 1 : 0;
      all[kind]++;
      @Nullable String difference = one.difference();
      if (difference == null) {
        passed[kind]++;
      } else {
        differences.put(one.name(), difference);
      }
    }
    differences.forEach((name, difference) -> System.out.println(name + ": " + difference));
    String score = score(passed, all);
    System.out.println(score);
    assertEquals(DIFFERENCES.keySet(), differences.keySet(), "differences and their reasons");
    assertTrue(passed[0] >= 0.995 * all[0], score);
    assertTrue(passed[1] >= 0.97 * all[1], score);
    readme(score);
  }

  private static String score(int[] passed, int[] all) {
    List<String> lines = new ArrayList<>();
    lines.add("| official suite 2.0.6, DOUBLE | passed | of | |");
    lines.add("|---|---|---|---|");
    String[] names = {"values", "error codes"};
    for (int i = 0; i < names.length; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %d | %.2f %% |",
              names[i],
              passed[i],
              all[i],
              100.0 * passed[i] / all[i]));
    }
    lines.add("");
    if (DIFFERENCES.isEmpty()) {
      lines.add("No case differs.");
    }
    DIFFERENCES.forEach((name, reason) -> lines.add("- `" + name + "`: " + reason));
    return String.join("\n", lines) + "\n";
  }

  /** The README shows this score; {@code -Dsluice.readme=write} puts it there. */
  private static void readme(String score) throws IOException {
    Path file = Path.of(System.getProperty("sluice.root", ".."), "jsonata/README.md");
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file);
    int start = text.indexOf(START);
    int end = text.indexOf(END);
    assertTrue(start >= 0 && end > start, "the README has a place for the score");
    String updated = text.substring(0, start + START.length()) + score + text.substring(end);
    if ("write".equals(System.getProperty("sluice.readme"))) {
      Files.writeString(file, updated);
    } else {
      assertEquals(updated, text, "run with -Dsluice.readme=write");
    }
  }
}

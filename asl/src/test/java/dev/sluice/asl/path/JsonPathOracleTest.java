package dev.sluice.asl.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Results, definiteness and errors equal those of json-path 2.0.0, on paths that make sense or not.
 */
class JsonPathOracleTest {
  /** Refused by ours when compiled, by json-path when evaluated; see JsonPathTest. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[\\s*\\?[,\\s*?]*]");

  @Property(seed = "2026", tries = 1_500)
  void agrees_with_json_path_on_generated_paths(
      @ForAll("paths") String path, @ForAll("documents") String json) {
    assertEquals(Oracle.theirs(path, json), Oracle.ours(path, json), () -> path + " on " + json);
  }

  @Property(seed = "2026", tries = 1_500)
  void agrees_with_json_path_on_generated_filters(
      @ForAll("filters") String filter, @ForAll("documents") String json) {
    String path = "$.a" + filter;
    assertEquals(Oracle.theirs(path, json), Oracle.ours(path, json), () -> path + " on " + json);
  }

  @Property(seed = "2026", tries = 1_500)
  void agrees_with_json_path_on_noise(
      @ForAll("noise") String path, @ForAll("documents") String json) {
    assertEquals(Oracle.theirs(path, json), Oracle.ours(path, json), () -> path + " on " + json);
  }

  @Provide
  Arbitrary<String> paths() {
    return steps().list().ofMinSize(0).ofMaxSize(5).map(steps -> "$" + String.join("", steps));
  }

  private Arbitrary<String> steps() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.of(".a", ".b", ".c", "['a']", "['b']", ".x", "['x']")),
        Tuple.of(4, Arbitraries.of("[0]", "[1]", "[2]", "[-1]", "[(@.length-1)]")),
        Tuple.of(3, Arbitraries.of("[*]", ".*", "..a", "..b", "..*", "..[0]", "..['a']")),
        Tuple.of(
            3,
            Arbitraries.of(
                "[0:1]", "[1:]", "[:2]", "[-2:]", "[:-1]", "[0,1]", "['a','b']", "[1:9]")),
        Tuple.of(3, filters()),
        Tuple.of(
            1,
            Arbitraries.of("..", ".", "[", "]", "$", " ", "*", "[a]", "['a]", "[]", ".a.", "@")));
  }

  @Provide
  Arbitrary<String> filters() {
    Arbitrary<String> operand =
        Arbitraries.of(
            "@.a", "@.b", "@", "@['c']", "@[0]", "@.a.b", "@.x", "$.c", "$.x", "1", "2", "'1'",
            "'t'", "true", "false", "null", "'null'", "\"t\"", "1.0", "/t.*/", "/T/i", "''", "@.*",
            "!@.a");
    Arbitrary<String> operator =
        Arbitraries.of("==", "!=", "<", "<=", ">", ">=", "=~", " == ", " > ", " in ", " =~ ");
    Arbitrary<String> criterion =
        Arbitraries.frequencyOf(
            Tuple.of(4, Combinators.combine(operand, operator, operand).as((l, o, r) -> l + o + r)),
            Tuple.of(
                2, Arbitraries.of("@.a", "@.b", "!@.a", "!@.x", "@", "$.c", "@['a','b']", "x")));
    Arbitrary<String> joined =
        Combinators.combine(criterion, Arbitraries.of("&&", "||", " && ", " || ", "& &"), criterion)
            .as((l, o, r) -> l + o + r);
    Arbitrary<String> three =
        Combinators.combine(joined, Arbitraries.of("&&", "||"), criterion)
            .as((l, o, r) -> "(" + l + ")" + o + r);
    return Arbitraries.frequencyOf(Tuple.of(5, criterion), Tuple.of(3, joined), Tuple.of(2, three))
        .flatMap(text ->
            Arbitraries.of("[?(%s)]", "[?( %s )]", "[ ?(%s) ]").map(form -> form.formatted(text)));
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(
            "$", ".", "..", "[", "]", "'", "a", "b", "0", "1", "-", ":", ",", "*", "?", "(", ")",
            "@", " ", "==", "&&", "!", "/", "length", "\\", "['a']", "[0]", "[?(", ")]")
        .list()
        .ofMinSize(1)
        .ofMaxSize(9)
        .map(parts -> "$" + String.join("", parts))
        .filter(path -> !PLACEHOLDER.matcher(path).find());
  }

  @Provide
  Arbitrary<String> documents() {
    return values(3)
        .map(value ->
            value.startsWith("{") || value.startsWith("[") ? value : "{\"a\":" + value + "}");
  }

  private Arbitrary<String> values(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "2",
            "1.0",
            "2.5",
            "-3",
            "\"t\"",
            "\"1\"",
            "\"T\"",
            "\"null\"",
            "\"\"",
            "\"a'b\"");
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> below = Arbitraries.lazy(() -> values(depth - 1));
    Arbitrary<String> object =
        below
            .list()
            .ofMaxSize(3)
            .map(values -> {
              List<String> names = List.of("a", "b", "c");
              StringBuilder text = new StringBuilder("{");
              for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(names.get(i))
                    .append("\":")
                    .append(values.get(i));
              }
              return text.append('}').toString();
            });
    Arbitrary<String> array =
        below.list().ofMaxSize(3).map(values -> "[" + String.join(",", values) + "]");
    return Arbitraries.frequencyOf(Tuple.of(1, scalar), Tuple.of(4, object), Tuple.of(3, array));
  }
}

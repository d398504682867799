package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of an expression without evaluating it. */
class OutlineTest {

  private static List<String> unbound(String expression) {
    return Jsonata.compile(expression).unbound().stream()
        .map(one -> one.start(expression) + (one.called() ? " calls " : " reads ") + one.name())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'a': $upercase(name)}            | 6 calls upercase",
        "name ~> $upercase                 | 8 calls upercase",
        "name ~> $upercase()               | 8 calls upercase",
        "$substrin(?, 1)                   | 0 calls substrin",
        "lines.{'a': $nme}                 | 12 reads nme",
        "lines[$nme = 1]                   | 6 reads nme",
        "lines^($nme)                      | 7 reads nme",
        "lines{$nme: 1}                    | 6 reads nme",
        "$map(lines, $doble)               | 12 reads doble",
        "function($x) { $f($x) }(1)        | 15 calls f",
        "uppercase(name)                   | 0 calls uppercase"
      })
  void a_name_that_nothing_gives_is_told_at_its_place(String expression, String first) {
    assertEquals(first, unbound(expression.strip()).getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($f := function($x) { $x + 1 }; $f(1))",
        "($f := $uppercase; $f('a'))",
        "$map(lines, function($l, $i) { $l.a + $i })",
        "lines@$l#$i.{'a': $l.b, 'n': $i}",
        "lines[0]#$i.$i",
        "function($f) { $f(1) }($sum)",
        "($g := $substring(?, 0, 1); a ~> $g)",
        "a ~> $uppercase ~> $trim()",
        "$reduce(lines, function($a, $b) { $a + $b })",
        "($f := function($n) { $n = 0 ? 1 : $n * $f($n - 1) }; $f(3))",
        "{'sum': function($x) { $x }}.sum(3)",
        "$.name & $$.name",
        "lines.%.orderId",
        "$each($, λ($v, $k) { $k })"
      })
  void a_name_that_something_gives_is_none(String expression) {
    assertEquals(List.of(), unbound(expression));
  }

  @Test
  void host_functions_are_known_and_removed_ones_are_not() {
    JsonataOptions options =
        JsonataOptions.defaults().withFunction("twice", null, List::getFirst).without("eval");
    assertEquals(
        List.of("eval"),
        Jsonata.compile("$twice(1) & $eval('1')", options).unbound().stream()
            .map(Unbound::name)
            .toList());
  }

  @Test
  void a_transform_is_read_too() {
    assertEquals(List.of("16 reads nme"), unbound("| lines | {'a': $nme} |"));
    assertEquals("unknown", output("$ ~> | $ | {'a': 1} |"));
  }

  private static String output(String expression) {
    return switch (Jsonata.compile(expression).output()) {
      case Output.Unknown() -> "unknown";
      case Output.Other(String what, String token, int position) -> what;
      case Output.Fields(List<Output.Name> names, boolean complete) ->
          String.join(",", names.stream().map(Output.Name::name).toList())
              + (complete ? "" : ",...");
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'a': 1, \"b\": x}            | a,b",
        "($x := 1; {'a': $x})          | a",
        "(({'a': 1}))                  | a",
        "{'a': 1, $k: 2}               | a,...",
        "{a: 1}                        | ,...",
        "{'a': 1}.{'b': a}             | unknown",
        "{'a': 1}[a = 1]               | unknown",
        "{'a': 1}[]                    | unknown",
        "x ? {'a': 1} : {'b': 1}       | unknown",
        "$merge([{'a': 1}, x])         | unknown",
        "name                          | unknown",
        "$                             | unknown",
        "'text'                        | a text",
        "(1; 'text')                   | a text",
        "-1                            | a number",
        "null                          | `null`",
        "[{'a': 1}]                    | an array",
        "a + b                         | a number",
        "a & b                         | a text",
        "a = b and c                   | true or false",
        "function($x) { $x }           | a function",
        "'a'{'b': 1}                   | unknown"
      })
  void the_value_is_told_where_it_is_certain(String expression, String expected) {
    assertEquals(expected == null ? "" : expected.strip(), output(expression.strip()));
  }

  @Test
  void a_name_written_twice_in_one_object_is_told_where_it_is_written_again() {
    String expression = "{'a': 1, \"b\": {'a': 2, 'c': 1, 'c': 2}, 'a': 3}";
    assertEquals(
        List.of("a 40", "c 31"),
        Jsonata.compile(expression).repeatedNames().stream()
            .map(one -> one.name() + " " + one.start(expression))
            .toList());
    assertEquals(List.of(), Jsonata.compile("{'a': {'a': 1}, 'b': {'a': 1}}").repeatedNames());
    assertEquals(1, Jsonata.compile("lines{'a': 1, 'a': 2}").repeatedNames().size());
  }
}

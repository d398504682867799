package dev.sluice.asl.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonataReferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          phone => phone
          Account.Order[0].Product => Account
          $sum(items.price) + tax => items,tax
          {"a": b, "c": $d} => b
          $x[0] ? y : z => y,z
          function($v){ $v.a + b }(1) => b
          function($v)<n:n>{ b } => b
          [a, 1] => a
          $x in `my name` => my name
          $ => $
          $$.a => $$
          """)
  void a_name_without_a_context_is_found(String expression, String names) {
    assertEquals(
        List.of(names.split(",")), List.copyOf(new JsonataReferences(expression).atTopLevel()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$states.input.phone",
        "$states.input.orders[total > 10 and $exists(name)].total",
        "$order[total > 10]",
        "$x.{ 'a': b, 'c': d }",
        "$x.(a + b)",
        "$x.[a, b]",
        "$x^(>price, name)",
        "$x{ name: $sum(price) }",
        "$map($x, function($v, $i){ $v.a })",
        "$filter($x, function($v)<x:b>{ $v.on = true })",
        "$x ~> $map(λ($v){ $v })",
        "$match('abc', /a(b)c/i)[0].match",
        "($a := 1; $b := 'and'; $a & $b)",
        "true ? null : false",
        "/* phone */ 1 / 2 * 3",
        "$x ~> |a|{'b': c}|",
        "$states.input.a.b in ['x', \"y\"]",
        "$not(null in $each($states.input.data, function($v) { $v }))",
        ""
      })
  void names_with_a_context_are_fine(String expression) {
    assertEquals(List.of(), List.copyOf(new JsonataReferences(expression).atTopLevel()));
  }
}

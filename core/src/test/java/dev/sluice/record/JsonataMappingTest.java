package dev.sluice.record;

import static dev.sluice.record.OrderFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonataMappingTest {
  private static final String INPUT =
      "{\"q\":5,\"p\":29.99,\"t\":0.08,\"s\":\"x\",\"n\":null,\"o\":{\"a\":{\"b\":7}},\"e\":\"\",\"list\":[1,2],\"cents\":1999,\"ts\":1705314600}";

  private static @Nullable JsonNode apply(String expression, String input) {
    return JsonataMapping.compile(expression).apply(json(input));
  }

  @Test
  void money_is_exact_N25_decision_10() {
    String expression =
        "($gross := q * p; $tax := $gross * t; {\"gross\": $gross, \"tax\": $tax, \"net\": $gross +"
            + " $tax})";
    assertEquals(
        "{\"gross\":149.95,\"tax\":11.996,\"net\":161.946}",
        String.valueOf(apply(expression, INPUT)).replaceAll("0+(?=[,}])", ""));
    assertEquals("0.3", String.valueOf(apply("a * 3", "{\"a\":0.1}")));
    assertEquals(
        "370370367037037.034", String.valueOf(apply("a * 3", "{\"a\":123456789012345.678}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "cents / 100            | 19.99",
        "8.25 / 100             | 0.0825",
        "1 - 2 - 3              | -4",
        "2 + 3 * 4              | 14",
        "(2 + 3) * 4            | 20",
        "-q                     | -5",
        "o.a.b                  | 7",
        "$.o.a.b                | 7",
        "`q`                    | 5",
        "s & '-' & q & true     | \"x-5true\"",
        "q = 5.0                | true",
        "q != 5                 | false",
        "q > 4 and p < 30       | true",
        "q > 9 or s = 'x'       | true",
        "q >= 5 ? 'a' : 'b'     | \"a\"",
        "missing ? 'a' : 'b'    | \"b\"",
        "e ? 1 : n ? 2 : 3      | 3",
        "$number('12.50') + 1   | 13.5 ",
        "$string(p)             | \"29.99\"",
        "$uppercase(s)          | \"X\"",
        "$exists(missing)       | false",
        "$round(2.345, 2)       | 2.34",
        "$fromMillis(ts * 1000) | \"2024-01-15T10:30:00.000Z\"",
        "/* c */ 1              | 1",
        "{'a': missing, 'b': n} | {\"b\":null}"
      })
  void plain_expressions_are_exact(String expression, String result) {
    assertEquals(result, String.valueOf(apply(expression, INPUT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$sum(list)            | 3",
        "list[0]               | 1",
        "$join(['a','b'], '-') | \"a-b\"",
        "q in [5]              | true",
        "$substring(s & 'yz', 1)   | \"yz\""
      })
  void sequences_and_functions(String expression, String result) {
    assertEquals(result, String.valueOf(apply(expression, INPUT)));
  }

  @Test
  void a_path_goes_through_arrays() {
    assertEquals("[1,2]", String.valueOf(apply("a.b", "{\"a\":[{\"b\":1},{\"b\":2}]}")));
    assertEquals("1", String.valueOf(apply("a.b", "{\"a\":[{\"b\":1}]}")));
  }

  @Test
  void nothing_stays_nothing() {
    assertNull(apply("missing", INPUT));
    assertNull(apply("missing * 2", INPUT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"s * 2 | T2001", "2 * s | T2002", "q / 0 | D1001"})
  void a_failure_has_jsonatas_code_and_no_payload(String expression, String code) {
    MappingException e = assertThrows(MappingException.class, () -> apply(expression, INPUT));
    assertEquals(code, e.code());
  }

  @Test
  void a_failure_does_not_quote_the_record() {
    MappingException e =
        assertThrows(
            MappingException.class, () -> apply("$number($substring(s, 0))", "{\"s\":\"secret\"}"));
    assertFalse(String.valueOf(e.getMessage()).contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "a +", "\"", "1 2", "{'a':}", "", "(((", "a[", "$f(", ")"})
  void what_is_not_jsonata_does_not_compile(String expression) {
    assertThrows(MappingException.class, () -> JsonataMapping.compile(expression));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a + s * 2 | T2001 | 6", "1 + $number(s) | D3030 | 4", "(a ; b ] | S0202 | 7"})
  void a_failure_points_at_the_first_character_of_its_token(
      String expression, String code, int position) {
    MappingException e = assertThrows(MappingException.class, () -> apply(expression, INPUT));
    assertEquals(code, e.code());
    assertEquals(position, e.position(), expression);
  }

  @Test
  void what_does_not_end_is_stopped() {
    for (String endless :
        new String[] {"($f := function($n){1 + $f($n + 1)}; $f(0))", "[1..1e7]", "$pad('', 1e9)"}) {
      MappingException e = assertThrows(MappingException.class, () -> apply(endless, INPUT));
      assertTrue(List.of("U1001", "U1002", "D2014").contains(e.code()), e::code);
    }
  }
}

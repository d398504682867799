package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.ObjectNode;

/** DECIMAL is exact, or says that it cannot be. */
class DecimalTest {
  private static final JsonataOptions DECIMAL =
      JsonataOptions.defaults().withNumbers(JsonataOptions.Numbers.DECIMAL);

  private static String eval(String expression) {
    return String.valueOf(Jsonata.compile(expression, DECIMAL).evaluate(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5*29.99|149.95",
        "149.95*0.08|11.996",
        "149.95+11.996|161.946",
        "0.1*3|0.3",
        "0.1+0.2=0.3|true",
        "$sum([0.1,0.2,0.3])|0.6",
        "1/3|0.3333333333333333333333333333333333",
        "10/4|2.5",
        "2*1.5|3",
        "-0.5|-0.5",
        "7 % 0.3|0.1",
        "123456789012345678.91 + 0.09|123456789012345679",
        "999999999999999999 * 999999999999999999|999999999999999998000000000000000001",
        "$string(123456789012345678.91)|\"123456789012345678.91\"",
        "'' & 0.1*3|\"0.3\"",
        "$number('0.10')|0.1",
        "$round(2.5)|2",
        "$round(3.14159, 3)|3.142",
        "$round(1250, -2)|1200",
        "$power(1.1, 2)|1.21",
        "$power(2, -2)|0.25",
        "$average([1, 2, 2])|1.666666666666666666666666666666667",
        "$sqrt(2)|1.414213562373095048801688724209698",
        "$max([0.1, 0.3, 0.2])|0.3",
        "$formatNumber(123456789012345678.915, '#,##0.00')|\"123,456,789,012,345,678.92\"",
        "$count($distinct([1, 1.0, 1.00]))|1",
      })
  void arithmetic_is_exact(String expression, String expected) {
    assertEquals(expected, eval(expression));
  }

  @Test
  void the_digits_of_a_division_can_be_declared() {
    assertEquals(
        "0.6667",
        String.valueOf(Jsonata.compile("2/3", DECIMAL.withDecimalDigits(4)).evaluate(null)));
  }

  @Test
  void numbers_that_are_only_passed_on_keep_their_digits() {
    ObjectNode input = Values.object().put("n", new BigDecimal("1234567890.1234567890"));
    for (JsonataOptions options : new JsonataOptions[] {DECIMAL, JsonataOptions.defaults()}) {
      assertEquals(
          "{\"m\":1234567890.1234567890}",
          String.valueOf(Jsonata.compile("{'m': n}", options).evaluate(input)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n+1",
        "n-1",
        "n*n",
        "n/3",
        "n%7",
        "-n",
        "n>1",
        "n&''",
        "$string(n)",
        "$round(n)",
        "$floor(n)",
        "$ceil(n)",
        "$sum([n,1])",
        "$average([n,1])",
        "$power(n,2)",
        "$sqrt(n)",
        "$formatNumber(n,'0.0')",
        "$formatInteger(n,'w')",
        "$formatBase(n)",
        "$fromMillis(n)",
        "[1..n]",
        "$pad('a',n)",
        "$max([n,1])"
      })
  void a_huge_exponent_is_an_error_and_no_memory(String expression) {
    ObjectNode input = Values.object();
    input.set("n", DecimalNode.valueOf(new BigDecimal("1e1000000000")));
    JsonataException error =
        assertThrows(
            JsonataException.class, () -> Jsonata.compile(expression, DECIMAL).evaluate(input));
    assertTrue(error.code().matches("D1001|D2014|U1002"), error.code());
  }

  @ParameterizedTest
  @CsvSource({
    "1e1000000000,S0102",
    "1e-1000000000,S0102",
    "$number('1e1000000000'),D3030",
    "1/0,D1001",
    "5%0,D1001"
  })
  void numbers_out_of_range_have_codes(String expression, String code) {
    assertEquals(code, assertThrows(JsonataException.class, () -> eval(expression)).code());
  }

  @Test
  void products_do_not_grow_without_end() {
    String squares = "($f:=function($s,$n){$n=0?$s:$f($s*$s,$n-1)}; $f(1.0000001,60))";
    assertEquals("D1001", assertThrows(JsonataException.class, () -> eval(squares)).code());
  }

  @Property(seed = "2026", tries = 300)
  void sums_and_products_are_those_of_BigDecimal(
      @ForAll @BigRange(min = "-999999999999999999", max = "999999999999999999") @Scale(6)
          BigDecimal a,
      @ForAll @BigRange(min = "-999999999999999999", max = "999999999999999999") @Scale(4)
          BigDecimal b) {
    ObjectNode input = Values.object().put("a", a).put("b", b);
    check("a + b", input, a.add(b));
    check("a - b", input, a.subtract(b));
    check("a * b", input, a.multiply(b));
    check("$sum([a, b, a])", input, a.add(b).add(a));
  }

  private static void check(String expression, JsonNode input, BigDecimal expected) {
    JsonNode result = Node.present(Jsonata.compile(expression, DECIMAL).evaluate(input));
    assertEquals(0, expected.compareTo(result.decimalValue()), expression + " of " + input);
  }
}

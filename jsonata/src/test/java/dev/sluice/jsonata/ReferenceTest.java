package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What jsonata-js 2.0.6 was seen to give, where its official suite does not ask. */
class ReferenceTest {
  private static final JsonNode INPUT = new JsonMapper().readTree("{\"nums\": [1, 2, 3]}");
  private static final JsonataOptions DOUBLE =
      JsonataOptions.defaults().withNumbers(JsonataOptions.Numbers.DOUBLE);

  /** A result as JSON, the code of a failure, or {@code nothing}. */
  private static String given(String expression) {
    try {
      @Nullable JsonNode result = Jsonata.compile(expression, DOUBLE).evaluate(INPUT);
      return result == null ? "nothing" : result.toString();
    } catch (JsonataException e) {
      return e.code();
    }
  }

  /** Pairs of what is given and its expression. */
  private static void gives(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      assertEquals(pairs[i], given(pairs[i + 1]), pairs[i + 1]);
    }
  }

  @Test
  void optional_parameters_that_are_passed_over_end_no_evaluation() {
    gives(
        "1", "function($a,$b)<ss?n?:s>{$b}('a',1)",
        "\"a\"", "function($x)<n?s?:s>{$x}('a')",
        "[\"a\"]", "function($a,$b,$c)<n?s?b?:s>{[$a,$b,$c]}('a')",
        "[true]", "function($a,$b,$c)<n?s?b?:s>{[$a,$b,$c]}(true)",
        "[\"a\",true]", "function($a,$b,$c)<n?s?b?:s>{[$a,$b,$c]}('a',true)",
        "[1]", "function($a,$b)<n?a?:s>{[$a,$b]}([1])",
        "[\"x\",\"y\"]", "function($a,$b)<n?s+:s>{[$a,$b]}('x','y')",
        "nothing", "function($a,$b)<n?f?:s>{$b}(function($v){$v})");
  }

  @Test
  void what_is_chained_into_a_function_is_no_context_for_the_rest() {
    for (String function :
        new String[] {"$split", "$contains", "$substringBefore", "($f := $split; $f)"}) {
      gives("T0411", "'abc' ~> " + function, "T0411", "nope ~> " + function);
      gives("T0411", "'abc' ~> ($trim ~> " + function + ")");
    }
    gives(
        "T0411", "1 ~> $power",
        "T0411", "($f := $split ~> $count; $f('abc'))",
        "T0411", "$map(['abc'], $trim ~> $split)",
        "T0410", "1 ~> $formatInteger",
        "6", "nums ~> $sum",
        "nothing", "nope ~> $uppercase",
        "\"A\"", "' a ' ~> ($trim ~> $uppercase)");
  }

  @Test
  void functions_are_true_but_to_boolean_and_not() {
    gives(
        "false", "$boolean($sum)",
        "false", "$boolean(function($x){$x})",
        "true", "$not($sum)",
        "true", "$boolean([$sum])",
        "1", "$sum ? 1 : 2",
        "1", "function($x){$x} ? 1 : 2",
        "1", "$substring(?, 1) ? 1 : 2",
        "1", "($sum ~> $string) ? 1 : 2",
        "1", "[$sum] ? 1 : 2",
        "true", "$sum and true",
        "true", "false or $sum",
        "[1,2,3]", "nums[$sum]",
        "[1,2,3]", "nums[[$sum]]",
        "[1,2,3]", "$filter(nums, function($v){$sum})",
        "{\"a\":1}", "$sift({'a': 1}, function($v){$sum})",
        "2", "/a/ ? 1 : 2",
        "nothing", "nums[/a/]",
        "false", "$boolean(/a/)");
  }

  @Test
  void the_least_doubles_have_as_many_digits_as_they_need() {
    gives(
        "\"5e-324\"", "$string(5e-324)",
        "\"-5e-324\"", "$string(-5e-324)",
        "\"2e-323\"", "$string(2e-323)",
        "\"9.4e-323\"", "$string(9.5e-323)",
        "\"1e-322\"", "$string(1e-322)",
        "\"1e-320\"", "$string(1e-320)",
        "\"1.5e-310\"", "$string(1.5e-310)",
        "\"1e+23\"", "$string(1e23)");
  }

  @Test
  void decimals_beyond_the_shortest_are_those_of_the_double() {
    gives(
        "\"0.3333333333333333148296\"", "$formatNumber(1/3, '0.0000000000000000000000')",
        "\"0.3333333333333333148296\"", "$formatNumber(1/3, '0.######################')",
        "\"0.1000000000000000055511\"", "$formatNumber(0.1, '0.0000000000000000000000')",
        "\"0.33333333333333331\"", "$formatNumber(1/3, '0.00000000000000000')",
        "\"1.00\"", "$formatNumber(1.005, '0.00')",
        "\"0.1\"", "$formatNumber(0.1, '0.0#####')");
  }

  @Test
  void lines_end_in_patterns_where_they_do_in_javascript() {
    gives(
        "\"a\"", "$match('a\\r\\nb', /a$/m).match",
        "\"a\"", "$match('a\\u2028b', /a$/m).match",
        "3", "$match('a\\r\\nb', /^b/m).index",
        "2", "$match('a\\u2029b', /^b/m).index",
        "nothing", "$match('a\\r\\nb', /a$/)",
        "nothing", "$match('x\\n', /x$/)",
        "nothing", "$match('a\\rb', /a.b/)",
        "nothing", "$match('a\\u2028b', /a.b/)",
        "nothing", "$match('a\\rb', /a(?=b)|a.b/)",
        "0", "$match('a\\u0085b', /a.b/).index",
        "\"a\\rb\"", "$match('a\\rb', /a[^x]b/).match",
        "\"a.b\"", "$match('a.b', /a[.]b/).match",
        "\"$\"", "$match('$', /[$]/m).match",
        "\"\\t\"", "$match('\\t', /\\cI/).match",
        "\"\\t\"", "$match('\\t', /[\\ci]/).match",
        "\"\\\\c1\"", "$match('\\\\c1', /\\c1/).match");
  }
}

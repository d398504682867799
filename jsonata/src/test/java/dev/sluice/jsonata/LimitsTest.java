package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A mistake or a hostile expression ends in a limit's error, never in Java's. */
class LimitsTest {
  /** Long enough for a busy machine, where it is another limit that must be met first. */
  private static final JsonataOptions PATIENT =
      JsonataOptions.defaults().withTimeout(Duration.ofSeconds(60));

  private static final JsonataOptions HASTY =
      JsonataOptions.defaults().withTimeout(Duration.ofMillis(300));

  private static JsonataException fails(String expression) {
    return fails(expression, PATIENT);
  }

  private static JsonataException fails(String expression, JsonataOptions options) {
    return assertThrows(
        JsonataException.class, () -> Jsonata.compile(expression, options).evaluate(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($f:=function($n){1+$f($n+1)}; $f(0))",
        "($f:=function($n){$map([$n], function($x){1+$f($x+1)})}; $f(0))",
        "($f:=function($n){$reduce([1,2], function($x,$y){1+$f($x+1)})}; $f(0))",
        "($f:=function($n){[$n].{'a': 1 + (true ? $f($n+1) : 2)}}; $f(0))",
        "($x := '$eval($x)'; $eval($x))",
      })
  void endless_recursion_is_a_depth_error(String expression) {
    JsonataException error = fails(expression);
    assertEquals("U1001", error.code());
    assertTrue(String.valueOf(error.getMessage()).contains("deep"), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($f:=function(){$f()}; $f())",
        "$match('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!', /^(x+)*\\1!z/)",
        "$count([1..10000000].$map([1..10000000], function($v) { nothing }))",
      })
  void endless_work_is_a_time_error(String expression) {
    assertEquals("U1001", fails(expression, HASTY).code());
  }

  @Test
  void a_backtracking_pattern_that_RE2_knows_takes_no_time() {
    String text = "a".repeat(5_000) + "!";
    String expression = "$contains('" + text + "', /^(a+)+$/)";
    assertEquals("false", String.valueOf(Jsonata.compile(expression, PATIENT).evaluate(null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1..1e9]|D2014",
        "$sum([1..1e9])|D2014",
        "$pad('x', 1e9)|U1002",
        "$pad('x', 1e300, 'ab')|U1002",
        "($f:=function($s,$n){$n=0?$s:$f($s&$s,$n-1)}; $f('aaaa',60))|U1002",
        "$reduce([1..5000], function($a){[$a]})|D3050",
      })
  void too_large_a_value_is_a_size_error(String expression, String code) {
    assertEquals(code, fails(expression).code());
  }

  @Test
  void a_value_nested_too_deeply_is_a_size_error() {
    String nest = "$reduce([1..20000], function($a, $b) {{'a': $a}})";
    assertEquals("U1002", fails(nest).code());
    assertEquals("U1002", fails("$string(" + nest + ")").code());
  }

  @Test
  void expressions_of_a_megabyte_are_refused_without_a_stack_overflow() {
    List<String> hostile =
        List.of(
            "(".repeat(500_000) + "1" + ")".repeat(500_000),
            "[".repeat(1_000_000),
            "{'a':".repeat(200_000),
            "-".repeat(1_000_000) + "1",
            "1" + "+1".repeat(500_000),
            "a" + ".a".repeat(500_000),
            "a" + "[0]".repeat(300_000),
            "function(){".repeat(90_000),
            "a?".repeat(500_000) + "b",
            "'" + "x".repeat(1_100_000) + "'");
    for (String expression : hostile) {
      JsonataException error =
          assertThrows(JsonataException.class, () -> Jsonata.compile(expression));
      assertEquals("U1003", error.code(), expression.substring(0, 20));
    }
  }

  @Test
  void a_long_chain_within_the_limit_works() {
    String sum = "1" + "+1".repeat(900);
    assertEquals("901", String.valueOf(Jsonata.compile(sum, PATIENT).evaluate(null)));
  }

  @Test
  void a_thousand_threads_share_one_expression() throws InterruptedException, ExecutionException {
    Jsonata shared =
        Jsonata.compile(
            "($n := n; $f := function($k) { $k = 0 ? 0 : $n + $f($k - 1) };"
                + " {'sum': $f(20), 'found': [1..n][$ % 2 = 0] ~> $count(), 'd': $now() != ''})",
            PATIENT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        int n = i;
        JsonNode input = Values.object().put("n", n);
        String expected = "{\"sum\":" + 20 * n + ",\"found\":" + n / 2 + ",\"d\":true}";
        results.add(
            threads.submit(() -> {
              for (int k = 0; k < 5; k++) {
                if (!expected.equals(String.valueOf(shared.evaluate(input)))) {
                  return false;
                }
              }
              return true;
            }));
      }
      for (Future<Boolean> result : results) {
        assertTrue(result.get());
      }
    }
  }

  @Test
  void recursion_on_a_virtual_thread_is_a_depth_error_too() throws InterruptedException {
    List<String> codes = new ArrayList<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> codes.add(fails("($f:=function($n){1+$f($n+1)}; $f(0))").code()));
    thread.join();
    assertEquals(List.of("U1001"), codes);
  }
}

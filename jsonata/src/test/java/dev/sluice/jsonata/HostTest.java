package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** What a host sees: its functions, variables, clock, results and errors. */
class HostTest {
  private static final JsonataOptions OPTIONS = JsonataOptions.defaults();

  private static JsonataException fails(String expression, JsonataOptions options) {
    return assertThrows(
        JsonataException.class, () -> Jsonata.compile(expression, options).evaluate(null));
  }

  @Test
  void host_functions_are_called_with_checked_arguments() {
    JsonataOptions options =
        OPTIONS.withFunction(
            "twice", "<s-:s>", a -> Values.string(Node.present(a.get(0)).stringValue().repeat(2)));
    assertEquals(
        "[\"aa\",\"bb\"]",
        String.valueOf(Jsonata.compile("['a','b'].$twice()", options).evaluate(null)));
    assertEquals("T0410", fails("$twice(1)", options).code());
    assertEquals(
        "[\"aa\"]",
        String.valueOf(Jsonata.compile("[$map(['a'], $twice)]", options).evaluate(null)));
  }

  @Test
  void a_host_functions_failure_has_a_code_and_the_calls_place() {
    JsonataOptions options =
        OPTIONS
            .withFunction(
                "deny",
                null,
                a -> {
                  throw new JsonataException("H0001", "denied", -1, null);
                })
            .withFunction(
                "crash",
                null,
                a -> {
                  throw new IllegalStateException("oops");
                });
    JsonataException denied = fails("1 + $deny()", options);
    assertEquals("H0001", denied.code());
    assertEquals("denied", denied.getMessage());
    assertEquals("deny", denied.token());
    assertEquals(10, denied.position());
    assertEquals("U1000", fails("$crash()", options).code());
  }

  @Test
  void removed_functions_are_unknown_ones() {
    JsonataOptions options = OPTIONS.without("eval");
    assertEquals("T1006", fails("$eval('1')", options).code());
    assertEquals("1", String.valueOf(Jsonata.compile("$eval('1')").evaluate(null)));
  }

  @Test
  void variables_shadow_nothing_but_functions_of_their_name() {
    Map<String, JsonNode> variables = Map.of("states", Values.object().put("x", 1));
    assertEquals("2", String.valueOf(Jsonata.compile("$states.x + 1").evaluate(null, variables)));
    assertEquals(
        "T1006",
        assertThrows(
                JsonataException.class,
                () ->
                    Jsonata.compile("$sum([1])").evaluate(null, Map.of("sum", Values.string("no"))))
            .code());
  }

  @Test
  void nothing_null_values_and_functions_are_told_apart() {
    assertInstanceOf(Jsonata.Result.Nothing.class, Jsonata.compile("x").run(null, Map.of()));
    assertInstanceOf(Jsonata.Result.Function.class, Jsonata.compile("$sum").run(null, Map.of()));
    assertEquals(
        new Jsonata.Result.Value(NullNode.getInstance()),
        Jsonata.compile("null").run(null, Map.of()));
    assertNull(Jsonata.compile("$sum").evaluate(null));
  }

  @Test
  void the_clock_is_the_hosts_and_stands_still_during_an_evaluation() {
    JsonataOptions options =
        OPTIONS.withClock(InstantSource.fixed(Instant.parse("2024-01-15T10:30:00Z")));
    assertEquals(
        "[\"2024-01-15T10:30:00.000Z\",1705314600000]",
        String.valueOf(Jsonata.compile("[$now(), $millis()]", options).evaluate(null)));
  }

  @Test
  void errors_say_where() {
    JsonataException error = fails("{\n  'a': 1,\n  'b': 2 + 'x'\n}", OPTIONS);
    assertEquals("T2002", error.code());
    assertEquals("+", error.token());
    assertEquals("{\n  'a': 1,\n  'b': 2 +".length(), error.position());
    assertEquals(
        "The right side of the \"+\" operator must evaluate to a number", error.getMessage());
  }

  @Test
  void results_are_plain_json_and_inputs_stay_as_they_were() {
    ObjectNode input = Values.object();
    input.putArray("a").addObject().put("b", 1);
    String before = input.toString();
    JsonNode result =
        Node.present(
            Jsonata.compile("{'x': a.b[], 'f': $sum, 'r': [1..3], 't': $ ~> |a|{'c': 2}|}")
                .evaluate(input));
    assertEquals("{\"x\":[1],\"r\":[1,2,3],\"t\":{\"a\":[{\"b\":1,\"c\":2}]}}", result.toString());
    assertSame(ArrayNode.class, Node.present(result.get("x")).getClass());
    assertSame(ArrayNode.class, Node.present(result.get("r")).getClass());
    assertEquals(before, input.toString());
  }
}

package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Generated expressions over generated data come to what dashjoin's interpreter comes to. */
class OracleTest {
  @Property(seed = "2026", tries = 1500)
  void agrees_with_dashjoin(@ForAll long seed) {
    Generated generated = new Generated(seed);
    String expression = generated.expression(2);
    Map<String, Object> data = generated.object(3);
    JsonNode input = SuiteCase.MAPPER.valueToTree(data);
    String ours = ours(expression, input);
    String theirs = theirs(expression, data);
    assertTrue(
        same(ours, theirs),
        () -> expression + " of " + input + ": " + ours + ", dashjoin " + theirs);
  }

  static boolean same(String ours, String theirs) {
    boolean failed = ours.startsWith("!") || theirs.startsWith("!");
    return failed
        ? ours.startsWith("!") && theirs.startsWith("!")
        : SuiteCase.same(SuiteCase.MAPPER.readTree(ours), SuiteCase.MAPPER.readTree(theirs), false);
  }

  static String ours(String expression, JsonNode input) {
    try {
      @Nullable JsonNode result = Jsonata.compile(expression).evaluate(input);
      return result == null ? "\"nothing\"" : result.toString();
    } catch (JsonataException e) {
      return "!" + e;
    }
  }

  static String theirs(String expression, Object data) {
    try {
      @Nullable Object result = com.dashjoin.jsonata.Jsonata.jsonata(expression).evaluate(data);
      return result == null ? "\"nothing\"" : SuiteCase.MAPPER.writeValueAsString(result);
    } catch (RuntimeException e) {
      return "!" + e;
    }
  }
}

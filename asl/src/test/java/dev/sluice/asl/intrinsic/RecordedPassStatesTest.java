package dev.sluice.asl.intrinsic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.path.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * AWS's recorded results of single Pass states whose parameters are paths and invocations, without
 * an engine around them. Passes on nothing where the recordings are not there.
 */
class RecordedPassStatesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void parameters_come_to_what_aws_recorded() throws IOException {
    Path cases = Path.of(System.getProperty("sluice.shared", "../../shared"), "asl", "cases.jsonl");
    List<String> differing = new ArrayList<>();
    for (String line : Files.exists(cases) ? Files.readAllLines(cases) : List.<String>of()) {
      JsonNode recorded = MAPPER.readTree(line);
      JsonNode states = recorded.path("definition").path("States");
      JsonNode state = states.isObject() && states.size() == 1 ? states.iterator().next() : states;
      JsonNode output = recorded.path("expected_output");
      if (state.path("Type").asString("").equals("Pass")
          && recorded.path("kind").asString("").equals("execution")
          && !recorded.path("expected_masked").asBoolean(false)
          && !recorded.has("nondeterministic")
          && !state.has("InputPath")
          && !state.has("ResultPath")
          && !state.has("OutputPath")
          && output.isObject()) {
        for (Map.Entry<String, JsonNode> parameter : state.path("Parameters").properties()) {
          check(parameter, recorded, differing);
        }
      }
    }
    assertTrue(differing.isEmpty(), () -> String.join("\n", differing));
  }

  private static void check(
      Map.Entry<String, JsonNode> parameter, JsonNode recorded, List<String> differing) {
    String key = parameter.getKey();
    String text = parameter.getValue().asString("");
    if (!key.endsWith(".$")
        || text.startsWith("$$")
        || text.contains("UUID")
        || text.contains("MathRandom")
        || text.contains("$$")) {
      return;
    }
    JsonNode expected = recorded.path("expected_output").path(key.substring(0, key.length() - 2));
    JsonNode input = recorded.path("input");
    JsonNode actual =
        text.startsWith("$")
            ? JsonPath.compile(text).read(input)
            : Intrinsic.compile(text).evaluate(path -> JsonPath.compile(path).read(input));
    if (!same(expected, actual)) {
      differing.add(
          recorded.path("name").asString("") + " " + text + " is " + actual + ", not " + expected);
    }
  }

  /** Numbers by value; texts that hold JSON objects were parsed by the recorder. */
  private static boolean same(JsonNode expected, JsonNode actual) {
    if (expected.isObject() && actual.isString()) {
      return expected.equals(MAPPER.readTree(actual.stringValue()));
    }
    return expected.equals(
        (a, b) ->
            a.isNumber() && b.isNumber()
                ? a.decimalValue().compareTo(b.decimalValue())
                : a.equals(b) ? 0 : 1,
        actual);
  }
}

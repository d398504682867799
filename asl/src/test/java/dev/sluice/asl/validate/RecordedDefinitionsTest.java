package dev.sluice.asl.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The verdicts of others on definitions. What we see differently is listed in {@link #DIFFERENCES},
 * with the reason; anything else that differs fails.
 */
class RecordedDefinitionsTest {
  private static final String PREFIX = "Invalid State Machine Definition: '";
  private static final Map<String, String> DIFFERENCES =
      Recorded.reasons("validator-differences.tsv");

  @Test
  void verdicts_agree_but_for_the_listed_differences() {
    Set<String> unlisted = new TreeSet<>();
    Set<String> stale = new TreeSet<>();
    for (JsonNode line : Recorded.lines("validator_cases.jsonl")) {
      List<Finding> findings = validate(line);
      String source = line.path("source").asString("");
      boolean agrees = findings.isEmpty() == line.path("verdict").asString("").equals("valid");
      if (!agrees && !DIFFERENCES.containsKey(source)) {
        unlisted.add(source + " is " + findings);
      } else if (agrees && DIFFERENCES.containsKey(source)) {
        stale.add(source);
      }
    }
    assertEquals(Set.of(), unlisted);
    assertEquals(Set.of(), stale);
  }

  @Test
  void diagnostics_are_worded_as_aws_words_them() {
    List<String> differing = new ArrayList<>();
    for (String file : List.of("validator_cases.jsonl", "cases.jsonl")) {
      for (JsonNode line : Recorded.lines(file)) {
        String expected = expected(line);
        if (!expected.isEmpty()) {
          List<String> findings = validate(line).stream().map(Finding::describe).toList();
          String actual = PREFIX + String.join(", ", findings) + "'";
          if (!actual.equals(expected)) {
            differing.add(line.path("name").asString("") + "\n  " + expected + "\n  " + actual);
          }
        }
      }
    }
    assertTrue(differing.isEmpty(), () -> String.join("\n", differing));
  }

  /**
   * What CreateStateMachine says, or would say of the diagnostics; empty where that is not
   * recorded.
   */
  private static String expected(JsonNode line) {
    for (String field : List.of("expected_response", "recorded_response")) {
      if (line.path(field).path("diagnostics").isArray()) {
        List<String> diagnostics = new ArrayList<>();
        for (JsonNode diagnostic : line.path(field).path("diagnostics")) {
          diagnostics.add(
              "%s: %s at %s"
                  .formatted(
                      diagnostic.path("code").asString(""),
                      diagnostic.path("message").asString(""),
                      diagnostic.path("location").asString("null")));
        }
        return PREFIX + String.join(", ", diagnostics) + "'";
      }
    }
    for (String field : List.of("expected_message", "expected_cause")) {
      String message = line.path(field).asString("");
      if (message.startsWith(PREFIX)) {
        return message;
      }
    }
    return "";
  }

  @Test
  void public_definitions_are_valid() {
    List<String> differing = new ArrayList<>();
    for (JsonNode line : Recorded.lines("asl_corpus.jsonl")) {
      List<Finding> findings = validate(line);
      String source = line.path("source").asString("");
      if (!findings.isEmpty() && !DIFFERENCES.containsKey(source)) {
        differing.add(source + " " + findings);
      }
    }
    assertTrue(differing.isEmpty(), () -> String.join("\n", differing));
  }

  @Test
  void definitions_that_ran_on_aws_are_valid() {
    Set<String> differing = new TreeSet<>();
    for (JsonNode line : Recorded.lines("cases.jsonl")) {
      String kind = line.path("kind").asString("");
      if (kind.equals("execution") || kind.equals("sync_execution")) {
        List<Finding> findings = validate(line);
        if (!findings.isEmpty()) {
          differing.add(line.path("name").asString("") + " " + findings);
        }
      }
    }
    assertTrue(differing.isEmpty(), () -> String.join("\n", differing));
  }

  private static List<Finding> validate(JsonNode line) {
    String name = line.path("name").asString("").toLowerCase(Locale.ROOT);
    String text = Recorded.definition(line);
    boolean express =
        name.contains("express") || line.path("state_machine_type").asString("").equals("EXPRESS");
    Options options = express ? Options.express() : Options.standard();
    boolean machine =
        !line.path("operation").asString("").equals("TestState") || text.contains("\"StartAt\"");
    return machine ? Validator.validate(text, options) : Validator.validateState(text, options);
  }
}

package dev.sluice.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** {@code sluice asl run} and {@code validate}: what they print and how they exit. */
@Isolated("the standard streams are the process's")
class AslCommandsTest {
  /** Waits a day, and gives back a name. */
  static final String LATER =
      """
      {"StartAt": "Later", "States": {
        "Later": {"Type": "Wait", "Seconds": 86400, "Next": "Name"},
        "Name": {"Type": "Pass", "Parameters": {"name.$": "$.name"}, "End": true}}}
      """;

  @TempDir private Path folder = Path.of("");

  static Outcome run(String... arguments) {
    return fed("", arguments);
  }

  private static Outcome fed(String input, String... arguments) {
    return Outcome.of(StandardCharsets.US_ASCII, input, arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void run_prints_the_output_in_utf_8_and_a_day_of_waiting_takes_no_time() throws IOException {
    String definition = file("later.json", LATER);
    String input = file("input.json", "\uFEFF{\"name\": \"Zoë\"}");

    Outcome outcome = run("asl", "run", definition, "--input", input, "--fast");

    assertEquals("{\"status\":\"SUCCEEDED\",\"output\":{\"name\":\"Zoë\"}}\n", outcome.out());
    assertEquals(0, outcome.code(), outcome.err());
  }

  @Test
  void run_reads_the_standard_input_and_prints_the_history_when_asked() throws IOException {
    String definition = file("later.json", LATER);

    Outcome outcome =
        fed("{\"name\": 1}", "asl", "run", definition, "--input", "-", "--fast", "--history");

    assertEquals(1, outcome.out().lines().count());
    JsonNode history = outcome.json().get("history");
    assertEquals("ExecutionStarted", history.get(0).get("type").asString());
    assertEquals("ExecutionSucceeded", history.get(history.size() - 1).get("type").asString());
  }

  @Test
  void run_exits_with_1_when_the_execution_fails() throws IOException {
    String fails =
        file(
            "fails.json",
            """
            {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "why"}}}
            """);

    Outcome outcome = run("asl", "run", fails);

    assertEquals("{\"status\":\"FAILED\",\"error\":\"E\",\"cause\":\"why\"}\n", outcome.out());
    assertEquals(1, outcome.code());
  }

  @Test
  void a_task_without_a_function_fails_and_a_token_nobody_has_does_not_hang() throws IOException {
    String task =
        file(
            "task.json",
            """
            {"StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
              "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
              "Parameters": {"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}}}}
            """);

    Outcome outcome = run("asl", "run", task);

    assertEquals("FAILED", outcome.json().get("status").asString());
    assertEquals("States.TaskFailed", outcome.json().get("error").asString());
  }

  @Test
  void what_cannot_start_is_one_line_and_exits_with_2() throws IOException {
    String definition = file("later.json", LATER);
    String untyped = file("untyped.json", "{\"StartAt\": \"A\", \"States\": {\"A\": {}}}");
    String broken = file("broken.json", "{\"StartAt\":\n\"A\"");
    String notJson = file("input.json", "{\n  name: 1}");

    Outcome refused = run("asl", "run", untyped);
    assertEquals(
        "sluice: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: "
            + "State type '' is not supported at /States/A/Type'\n",
        refused.err());
    assertEquals(2, refused.code());

    Outcome input = run("asl", "run", definition, "--input", notJson);
    assertTrue(input.err().contains("is not JSON: " + notJson + ", line 2, "), input.err());
    assertEquals(2, input.code());

    for (String[] arguments :
        new String[][] {
          {"asl", "run", broken},
          {"asl", "run", definition, "--input", "/nowhere"},
          {"asl", "run", definition, "--input", "-"},
          {"asl", "run", folder.toString()},
          {"asl", "run"},
          {"asl", "validate", "/nowhere"},
          {"asl", "test", "/nowhere"},
          {"asl", "test", definition, "--jsn"},
        }) {
      Outcome outcome = run(arguments);
      assertEquals(2, outcome.code());
      assertEquals("", outcome.out());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
    }
  }

  private static void assertInputRefused(String definition, String input, String why) {
    assertEquals(
        "sluice: the input is not JSON: " + input + why + "\n",
        run("asl", "run", definition, "--input", input).err());
  }

  @Test
  void run_tells_where_a_file_is_no_json_without_the_parsers_own_names() throws IOException {
    String definition = file("later.json", LATER);
    String shallow = "[".repeat(501) + "]".repeat(501);

    assertInputRefused(
        definition,
        file("deep.json", shallow),
        ": Document nesting depth (501) exceeds the maximum allowed (500)");
    assertInputRefused(
        definition,
        file("two.json", "{}\n {}"),
        ", line 2, column 2: There is more after the end of the JSON value");

    String twice = file("twice.json", "{\"StartAt\": \"A\",\n \"StartAt\": \"A\"}");
    Outcome duplicate = run("asl", "run", twice);
    assertTrue(
        duplicate.err().contains("INVALID_JSON_DESCRIPTION: Duplicate field 'StartAt' at line 2, "),
        duplicate.err());
    assertEquals(2, duplicate.code());

    String empty = file("empty.json", " \n");
    assertEquals(
        "sluice: the definition is not JSON: " + empty + " is empty\n",
        run("asl", "run", empty).err());

    Outcome both = run("asl", "run", "-", "--input", "-");
    assertEquals(
        "sluice: the standard input can be read once: give the definition or the input as a file\n",
        both.err());
    assertEquals(2, both.code());
  }

  @Test
  void validate_prints_findings_a_line_each() throws IOException {
    String wrong =
        file(
            "wrong.json",
            "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"B\"}}}");

    Outcome outcome = run("asl", "validate", wrong);

    assertTrue(outcome.out().lines().allMatch(line -> line.startsWith("ERROR ")), outcome.out());
    assertTrue(outcome.out().contains("MISSING_TRANSITION_TARGET: Missing 'Next' target: B at "));
    assertEquals(1, outcome.code());

    String broken = file("broken.json", "{\"StartAt\":\n\n");
    assertEquals(1, run("asl", "validate", broken).out().lines().count());
  }

  @Test
  void validate_says_so_when_a_definition_is_valid() throws IOException {
    String definition = file("later.json", LATER);

    Outcome outcome = run("asl", "validate", definition);

    assertEquals(definition + " is valid\n", outcome.out());
    assertEquals(0, outcome.code());
  }

  @Test
  void validate_knows_what_express_workflows_refuse() throws IOException {
    String definition =
        file(
            "callback.json",
            """
            {"StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
              "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}}}
            """);

    assertEquals(0, run("asl", "validate", definition).code());

    Outcome express = run("asl", "validate", definition, "--type", "EXPRESS");
    assertEquals(1, express.code());
    assertTrue(express.out().contains("does not support '.waitForTaskToken'"), express.out());
  }

  @Test
  void help_tells_the_exit_codes() {
    Outcome outcome = run("asl", "run", "--help");

    assertTrue(outcome.out().contains("the execution SUCCEEDED, and only then"), outcome.out());
    assertEquals(0, outcome.code());
  }
}

package dev.sluice.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code sluice asl}: what it prints and how it exits. */
@Isolated("the standard streams are the process's")
class AslCommandsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path OWN =
      Path.of(System.getProperty("sluice.root"), "asl/src/test/resources/cases/own.jsonl");
  private static final Path RECORDED =
      Path.of(System.getProperty("sluice.shared", "../shared"), "asl", "cases.jsonl");
  private static final String LATER =
      """
      {"StartAt": "Later", "States": {
        "Later": {"Type": "Wait", "Seconds": 86400, "Next": "Name"},
        "Name": {"Type": "Pass", "Parameters": {"name.$": "$.name"}, "End": true}}}
      """;

  @TempDir private Path folder = Path.of("");

  private static Outcome run(String... arguments) {
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

  private static String one(String name, String expected) {
    return "{%s\"definition\": %s, \"input\": {\"name\": \"x\"}, %s}\n"
        .formatted(
            name.isEmpty() ? "" : "\"name\": \"" + name + "\", ",
            LATER.replaceAll("\\s+", " "),
            expected);
  }

  @Test
  void test_judges_every_line_and_sums_up() throws IOException {
    String cases =
        file(
            "cases.jsonl",
            one("right", "\"expected_status\": \"SUCCEEDED\"")
                + "\n"
                + one("wrong", "\"expected_output\": {\"name\": \"y\"}")
                + "no case\n"
                + one("", "\"expected_error\": \"E\"")
                + "[1]\n"
                + "{\"name\": \"api\", \"kind\": \"api_error\", \"operation\": \"TagResource\"}\n"
                + "{\"name\": \"nothing to run\"}\n");

    Outcome people = run("asl", "test", cases);
    List<String> lines = people.out().lines().toList();

    assertEquals("PASS right", lines.get(0));
    assertEquals("FAIL wrong: output.name: expected \"y\", got \"x\"", lines.get(1));
    assertTrue(lines.get(2).startsWith("FAIL line 4: line 4 is no case: not JSON"), lines.get(2));
    assertTrue(
        lines.get(3).startsWith("FAIL line 5: status: expected FAILED, got SUCCEEDED"),
        lines.get(3));
    assertTrue(lines.get(4).startsWith("FAIL line 6: "), lines.get(4));
    assertEquals(
        "SKIP api: a call of the service's API (TagResource), not an execution", lines.get(5));
    assertTrue(lines.get(6).startsWith("FAIL nothing to run: "), lines.get(6));
    assertEquals("7 cases: 1 passed, 5 failed, 1 skipped", lines.get(7));
    assertEquals(1, people.code());

    List<JsonNode> json = run("asl", "test", cases, "--json").lines();
    assertEquals(
        JSON.readTree(
            "{\"name\":\"right\",\"passed\":true,\"status\":\"SUCCEEDED\",\"output\":{\"name\":\"x\"}}"),
        json.get(0));
    assertEquals("line 4", json.get(2).get("name").asString());
    assertTrue(json.get(5).get("passed").isNull());
    assertEquals(
        JSON.readTree("{\"cases\":7,\"passed\":1,\"failed\":5,\"skipped\":1}"), json.get(7));
  }

  @Test
  void test_takes_a_file_as_other_systems_write_it() throws IOException {
    String right =
        one("right", "\"expected_status\": \"SUCCEEDED\", \"owner\": {\"a\": 1}").strip();
    String bottomless =
        "{\"name\": \"bottomless\", \"input\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    String loop =
        "{\"name\": \"loop\", \"definition\":"
            + " \"{\\\"StartAt\\\":\\\"A\\\",\\\"States\\\":{\\\"A\\\":"
            + "{\\\"Type\\\":\\\"Wait\\\",\\\"Seconds\\\":60,\\\"Next\\\":\\\"A\\\"}}}\","
            + " \"expected_error\": \"States.Runtime\", \"expected_cause\": \"The execution reached"
            + " the maximum number of history events (25000).\"}";
    String pattern =
        one("pattern", "\"expected_status\": \"FAILED\", \"expected_cause_pattern\": \"(\"")
            .strip();
    String cases =
        file(
            "cases.jsonl",
            "\uFEFF"
                + right
                + "\r\n\r\n"
                + bottomless
                + "\r\n"
                + loop
                + "\r\n"
                + pattern
                + "\r\n  \r\n"
                + right.replace("\"right\"", "null"));

    Outcome outcome = run("asl", "test", cases, "--json");
    List<JsonNode> lines = outcome.lines();

    assertEquals(
        List.of("right", "line 3", "loop", "pattern", "line 7"),
        lines.stream().limit(5).map(line -> line.get("name").asString()).toList());
    assertEquals(
        List.of("true", "false", "true", "false", "true"),
        lines.stream().limit(5).map(line -> line.get("passed").toString()).toList());
    assertEquals(
        JSON.readTree("{\"cases\":5,\"passed\":3,\"failed\":2,\"skipped\":0}"), lines.getLast());
    assertEquals(1, outcome.code());
  }

  @Test
  void test_exits_with_0_when_nothing_fails() throws IOException {
    String cases = file("cases.jsonl", one("right", "\"expected_status\": \"SUCCEEDED\""));

    assertEquals(0, run("asl", "test", cases).code());
  }

  @Test
  void test_runs_what_was_recorded_on_aws_as_it_is() throws IOException {
    // Where the recordings are not at hand, the library's own cases stand in: never a skipped test.
    Path cases = Files.exists(RECORDED) ? RECORDED : OWN;

    List<JsonNode> lines = run("asl", "test", cases.toString(), "--json").lines();

    long recorded;
    try (Stream<String> all = Files.lines(cases)) {
      recorded = all.count();
    }
    JsonNode summary = lines.getLast();
    assertEquals(recorded, lines.size() - 1);
    assertEquals(recorded, summary.get("cases").asLong());
    assertTrue(
        summary.get("failed").asLong() <= 0.02 * summary.get("passed").asLong(),
        summary.toString());
  }

  @Test
  void help_tells_the_exit_codes() {
    Outcome outcome = run("asl", "run", "--help");

    assertTrue(outcome.out().contains("the execution SUCCEEDED, and only then"), outcome.out());
    assertEquals(0, outcome.code());
  }
}

package dev.sluice.server.cli;

import static dev.sluice.server.cli.AslCommandsTest.LATER;
import static dev.sluice.server.cli.AslCommandsTest.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code sluice asl test}: what it prints and how it exits. */
@Isolated("the standard streams are the process's")
class AslTestCommandTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path OWN =
      Path.of(System.getProperty("sluice.root"), "asl/src/test/resources/cases/own.jsonl");
  private static final Path RECORDED =
      Path.of(System.getProperty("sluice.shared", "../shared"), "asl", "cases.jsonl");

  @TempDir private Path folder = Path.of("");

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("cases.jsonl"), text).toString();
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
    String cases = file(one("right", "\"expected_status\": \"SUCCEEDED\""));

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
}

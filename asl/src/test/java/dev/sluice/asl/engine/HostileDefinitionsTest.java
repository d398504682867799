package dev.sluice.asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.model.DefinitionException;
import dev.sluice.asl.run.AslRunner;
import dev.sluice.asl.run.ExecutionResult;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What wants to hang or to break the interpreter ends in a limit's error instead. */
class HostileDefinitionsTest {

  private static ExecutionResult run(String definition, String input) {
    return AslRunner.builder()
        .fast(true)
        .seed(1)
        .build()
        .run(AslMachine.parse(definition), AslMachine.JSON.readTree(input));
  }

  private static ExecutionResult run(String definition) {
    return run(definition, "{}");
  }

  @Test
  void an_endless_loop_ends_with_event_25000() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}}
            """);
    assertEquals("FAILED", result.status());
    assertEquals("States.Runtime", result.error());
    assertEquals(
        "The execution reached the maximum number of history events (25000).", result.cause());
    HistoryEvent last = result.history().getLast();
    assertEquals(25_000, last.id());
    assertEquals(24_999, last.previousId());
    assertEquals("ExecutionFailed", last.type());
  }

  @Test
  void data_that_grows_ends_in_the_data_limit() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a.$":"$","b.$":"$"},"Next":"A"}}}
            """);
    assertEquals("States.DataLimitExceeded", result.error());
    assertEquals(
        "The state/task 'A' returned a result with a size exceeding the maximum number of bytes"
            + " service limit.",
        result.cause());
  }

  @Test
  void data_that_nests_ends_in_the_data_limit_and_no_stack_overflow() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a.$":"$"},"Next":"A"}}}
            """);
    assertEquals("States.DataLimitExceeded", result.error());
  }

  @Test
  void variables_that_grow_end_in_the_data_limit() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"S","States":{
              "S":{"Type":"Pass","Assign":{"v":"xxxxxxxxxxxxxxxx"},"Next":"A"},
              "A":{"Type":"Pass","Assign":{"v.$":"States.Format('{}{}', $v, $v)"},"Next":"A"}}}
            """);
    assertEquals("States.DataLimitExceeded", result.error());
  }

  @Test
  void definitions_that_nest_too_deeply_are_refused() {
    String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    assertThrows(DefinitionException.class, () -> AslMachine.parse(deep));
  }

  @Test
  void definitions_of_more_than_a_megabyte_are_refused() {
    String large = "{\"Comment\":\"" + "x".repeat(1_100_000) + "\"}";
    assertThrows(DefinitionException.class, () -> AslMachine.parse(large));
  }

  @Test
  void a_machine_of_nearly_a_megabyte_runs() {
    int count = 12_000;
    String states =
        IntStream.range(0, count)
            .mapToObj(i ->
                "\"s%d\":{\"Type\":\"Pass\",%s}"
                    .formatted(i, i + 1 < count ? "\"Next\":\"s" + (i + 1) + "\"" : "\"End\":true"))
            .collect(Collectors.joining(","));
    ExecutionResult result = run("{\"StartAt\":\"s0\",\"States\":{" + states + "}}");
    assertEquals("SUCCEEDED", result.status());
    assertEquals(2 * count + 2, result.history().size());
  }

  @Test
  void parallels_may_nest_as_deeply_as_json_may() {
    int depth = 90;
    StringBuilder definition = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      definition
          .append("{\"StartAt\":\"p")
          .append(i)
          .append("\",\"States\":{\"p")
          .append(i)
          .append("\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[");
    }
    definition.append("{\"StartAt\":\"x\",\"States\":{\"x\":{\"Type\":\"Succeed\"}}}");
    definition.append("]}}}".repeat(depth));
    assertEquals("SUCCEEDED", run(definition.toString()).status());
  }

  @Test
  void ten_thousand_inline_iterations_end_at_the_history_limit() {
    ExecutionResult result = run(map("INLINE"), items(10_000));
    assertEquals("States.Runtime", result.error());
    assertEquals(25_000, result.history().size());
  }

  @Test
  void ten_thousand_distributed_iterations_succeed() {
    ExecutionResult result = run(map("DISTRIBUTED"), items(10_000));
    assertEquals("SUCCEEDED", result.status());
    assertEquals(10_000, Objects.requireNonNull(result.output()).size());
  }

  @Test
  void a_child_that_loops_fails_by_itself() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"M","States":{"M":{"Type":"Map","ToleratedFailureCount":1,"End":true,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                "StartAt":"C","States":{
                  "C":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":1,"Next":"L"}],"Default":"D"},
                  "D":{"Type":"Succeed"},
                  "L":{"Type":"Pass","Next":"L2"},"L2":{"Type":"Pass","Next":"L"}}}}}}
            """,
            "[1,2]");
    assertEquals("SUCCEEDED", result.status());
    assertEquals("[2]", String.valueOf(result.output()));
  }

  @Test
  void maps_within_maps_end_before_the_heap_does() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"M","QueryLanguage":"JSONata","States":{"M":{"Type":"Map","Items":"{% [1..10000] %}","End":true,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                "StartAt":"N","States":{"N":{"Type":"Map","Items":"{% [1..10000] %}","End":true,
                  "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                    "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}}}}
            """);
    assertEquals("States.ExceedToleratedFailureThreshold", result.error());
    assertTrue(
        result.history().stream()
            .filter(event -> event.type().equals("ExecutionFailed"))
            .anyMatch(event ->
                event
                    .toJson()
                    .toString()
                    .contains("hold more than " + Held.MAX_ITEMS + " items at once")));
  }

  @Test
  void retries_without_end_reach_the_history_limit_and_not_the_end_of_time() {
    ExecutionResult result =
        run(
            """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:111111111111:function:f",
              "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":99999999,"BackoffRate":10}],"End":true}}}
            """);
    assertEquals("States.Runtime", result.error());
    assertEquals(25_000, result.history().size());
  }

  @Test
  void recursion_in_jsonata_is_an_evaluation_error() {
    ExecutionResult result =
        run(
            """
            {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","End":true,
              "Output":"{% ($f := function($n){ 1 + $f($n + 1) }; $f(0)) %}"}}}
            """);
    assertEquals("States.QueryEvaluationError", result.error());
  }

  @Test
  void a_range_of_millions_is_an_evaluation_error() {
    ExecutionResult result =
        run(
            """
            {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","End":true,
              "Output":"{% [1..9999999999] %}"}}}
            """);
    assertEquals("States.QueryEvaluationError", result.error());
  }

  @Test
  void a_pattern_of_many_stars_is_no_work() {
    String pattern = "*a".repeat(2_000) + "b";
    ExecutionResult result =
        run(
            "{\"StartAt\":\"C\",\"States\":{\"C\":{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$\","
                + "\"StringMatches\":\""
                + pattern
                + "\",\"Next\":\"D\"}],\"Default\":\"E\"},\"D\":{\"Type\":\"Fail\"},\"E\":{\"Type\":\"Succeed\"}}}",
            "\"" + "a".repeat(10_000) + "\"");
    assertEquals("SUCCEEDED", result.status());
  }

  @Test
  void a_path_that_is_none_fails_the_execution_and_throws_nothing() {
    for (String path : new String[] {"$[", "$.", "$..", "$['x", "$$$", "$.a[-"}) {
      ExecutionResult result =
          run(
              "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true,\"Parameters\":{\"x.$\":\""
                  + path
                  + "\"}}}}");
      assertEquals("FAILED", result.status(), path);
      assertTrue(String.valueOf(result.error()).startsWith("States."), path);
    }
  }

  private static String map(String mode) {
    return "{\"StartAt\":\"M\",\"States\":{\"M\":{\"Type\":\"Map\",\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\""
        + mode
        + "\",\"ExecutionType\":\"STANDARD\"},\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}},\"End\":true}}}";
  }

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }
}

package dev.sluice.asl.run;

import static dev.sluice.asl.run.Machines.LAMBDA;
import static dev.sluice.asl.run.Machines.TOKEN;
import static dev.sluice.asl.run.Machines.json;
import static dev.sluice.asl.run.Machines.machine;
import static dev.sluice.asl.run.Machines.types;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AslRunnerTest {
  @Test
  void a_wait_of_a_year_takes_no_time_on_the_virtual_clock() {
    ExecutionResult result =
        AslRunner.builder()
            .fast(true)
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":31536000,"End":true}}}
                    """),
                json("{}"));
    assertEquals("SUCCEEDED", result.status());
    HistoryEvent first = result.history().getFirst();
    HistoryEvent last = result.history().getLast();
    assertEquals(31_536_000, last.at().getEpochSecond() - first.at().getEpochSecond());
  }

  @Test
  void the_machines_timeout_ends_it() {
    ExecutionResult result =
        AslRunner.builder()
            .fast(true)
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"W","TimeoutSeconds":5,
                     "States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}
                    """),
                json("{}"));
    assertEquals("TIMED_OUT", result.status());
    assertEquals("ExecutionTimedOut", types(result).getLast());
    assertEquals(0, result.history().getLast().previousId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000000", "99999999999", "1e400", "99999999999999999999999"})
  void a_machines_timeout_out_of_range_is_a_wrong_definition(String seconds) {
    DefinitionException thrown =
        assertThrows(
            DefinitionException.class,
            () ->
                machine(
                    "{\"StartAt\":\"S\",\"TimeoutSeconds\":%s,\"States\":{\"S\":{\"Type\":\"Succeed\"}}}"
                        .formatted(seconds)));
    assertEquals(
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Maximum value is 99999999 at"
            + " /TimeoutSeconds'",
        thrown.getMessage());
  }

  @Test
  void retries_wait_longer_each_time_and_count() {
    List<Integer> attempts = new ArrayList<>();
    ExecutionResult result =
        AslRunner.builder()
            .fast(true)
            .task(
                LAMBDA,
                request -> {
                  attempts.add(request.attempt());
                  return request.attempt() < 3
                      ? new TaskReply.Failed("Busy", "later")
                      : new TaskReply.Succeeded(json("\"done\""));
                })
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"LAMBDA","End":true,
                      "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":2,"BackoffRate":3,"MaxDelaySeconds":10}]}}}
                    """),
                json("{}"));
    assertEquals("\"done\"", String.valueOf(result.output()));
    assertEquals(List.of(0, 1, 2, 3), attempts);
    long seconds =
        result.history().getLast().at().getEpochSecond()
            - result.history().getFirst().at().getEpochSecond();
    assertEquals(2 + 6 + 10, seconds);
  }

  @Test
  void a_task_that_waits_for_its_token_ends_by_it() {
    AslRunner[] runner = new AslRunner[1];
    runner[0] =
        AslRunner.builder()
            .task(
                TOKEN,
                request -> {
                  String token = request.input().path("Token").asString("");
                  Thread.ofVirtual()
                      .start(() -> {
                        runner[0].tokens().heartbeat(token);
                        runner[0].tokens().succeed(token, json("{\"ok\":true}"));
                      });
                  return new TaskReply.Submitted(json("{}"), new TaskReply.Pending());
                })
            .build();
    ExecutionResult result =
        runner[0].run(
            machine(
                """
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"TOKEN","End":true,
                  "HeartbeatSeconds":600,"Parameters":{"Token.$":"$$.Task.Token"}}}}
                """),
            json("{}"));
    assertEquals("{\"ok\":true}", String.valueOf(result.output()));
    assertFalse(runner[0].tokens().heartbeat("unknown"));
  }

  @Test
  void a_heart_that_does_not_beat_is_caught_under_both_names() {
    for (String name : List.of("States.HeartbeatTimeout", "States.Timeout")) {
      ExecutionResult result =
          AslRunner.builder()
              .fast(true)
              .task(TOKEN, _ -> new TaskReply.Pending())
              .build()
              .run(
                  machine(
                      """
                      {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"TOKEN","End":true,
                        "TimeoutSeconds":60,"HeartbeatSeconds":5,
                        "Catch":[{"ErrorEquals":["NAME"],"Next":"C"}]},
                        "C":{"Type":"Pass","End":true}}}
                      """
                          .replace("NAME", name)),
                  json("{}"));
      assertEquals(
          "{\"Error\":\"States.Timeout\",\"Cause\":\"\"}", String.valueOf(result.output()));
      assertTrue(types(result).contains("TaskTimedOut"));
    }
  }

  @Test
  void a_branch_that_fails_ends_the_others() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    ExecutionResult result =
        AslRunner.builder()
            .task(
                LAMBDA,
                request -> {
                  if (request.state().equals("Slow")) {
                    running.countDown();
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                      throw e;
                    }
                  }
                  running.await();
                  return new TaskReply.Failed("Boom", "fast");
                })
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
                      {"StartAt":"Slow","States":{"Slow":{"Type":"Task","Resource":"LAMBDA","End":true}}},
                      {"StartAt":"Fast","States":{"Fast":{"Type":"Task","Resource":"LAMBDA","End":true}}}]}}}
                    """),
                json("{}"));
    assertEquals("Boom", result.error());
    assertTrue(types(result).containsAll(List.of("TaskStateAborted", "ParallelStateFailed")));
    interrupted.await();
  }

  @Test
  void a_task_without_a_handler_fails_and_says_so() {
    ExecutionResult result =
        AslRunner.builder()
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"LAMBDA","End":true}}}
                    """),
                json("{}"));
    assertEquals("States.TaskFailed", result.error());
    assertEquals("No task is registered for " + LAMBDA, result.cause());
  }

  @Test
  void an_answer_that_is_too_large_fails_its_task() {
    JsonNode large = json("\"" + "x".repeat(300_000) + "\"");
    ExecutionResult result =
        AslRunner.builder()
            .mock(LAMBDA, large)
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"LAMBDA","End":true,
                      "Catch":[{"ErrorEquals":["States.ALL"],"Next":"H"}]},"H":{"Type":"Succeed"}}}
                    """),
                json("{}"));
    assertEquals("States.DataLimitExceeded", result.error());
    assertEquals(
        "The state/task '"
            + LAMBDA
            + "' returned a result with a size exceeding the maximum number of bytes service"
            + " limit.",
        result.cause());
    assertEquals(
        List.of("LambdaFunctionFailed", "ExecutionFailed"),
        types(result).subList(types(result).size() - 2, types(result).size()));
  }
}

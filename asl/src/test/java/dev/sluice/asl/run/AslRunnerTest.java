package dev.sluice.asl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.AslMachine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AslRunnerTest {
  private static final String LAMBDA = "arn:aws:lambda:us-east-1:111111111111:function:f";
  private static final String TOKEN = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";

  private static JsonNode json(String text) {
    return AslMachine.JSON.readTree(text);
  }

  private static AslMachine machine(String text) {
    return AslMachine.parse(text.replace("LAMBDA", LAMBDA).replace("TOKEN", TOKEN));
  }

  private static List<String> types(ExecutionResult result) {
    return result.history().stream()
        .filter(e -> e.execution() == null)
        .map(HistoryEvent::type)
        .toList();
  }

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

  @Test
  void items_are_read_batched_and_their_results_written() throws Exception {
    MemoryObjects objects = new MemoryObjects();
    String lines =
        IntStream.rangeClosed(1, 5).mapToObj("{\"n\":%d}\n"::formatted).reduce("", String::concat);
    objects.put("in", "rows.jsonl", lines.getBytes(StandardCharsets.UTF_8));
    AtomicInteger calls = new AtomicInteger();
    ExecutionResult result =
        AslRunner.builder()
            .objects(objects)
            .task(
                LAMBDA,
                request -> {
                  calls.incrementAndGet();
                  return request.input().path("Items").size() == 1
                      ? new TaskReply.Failed("Odd", "one is left over")
                      : new TaskReply.Succeeded(request.input());
                })
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"Label":"run",
                      "ToleratedFailurePercentage":50,
                      "ItemReader":{"Resource":"arn:aws:states:::s3:getObject",
                        "ReaderConfig":{"InputType":"JSONL"},
                        "Parameters":{"Bucket":"in","Key":"rows.jsonl"}},
                      "ItemSelector":{"i.$":"$$.Map.Item.Index","n.$":"$$.Map.Item.Value.n"},
                      "ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"of.$":"$.of"}},
                      "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
                        "StartAt":"T","States":{"T":{"Type":"Task","Resource":"LAMBDA","End":true}}},
                      "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject",
                        "Parameters":{"Bucket":"out","Prefix":"done"}}}}}
                    """),
                json("{\"of\":5}"));
    assertEquals("SUCCEEDED", result.status(), () -> result.error() + ": " + result.cause());
    assertEquals(3, calls.get());
    String key =
        Objects.requireNonNull(result.output())
            .path("ResultWriterDetails")
            .path("Key")
            .asString("");
    JsonNode manifest = json(new String(objects.get("out", key), StandardCharsets.UTF_8));
    JsonNode succeeded = manifest.path("ResultFiles").path("SUCCEEDED").get(0);
    JsonNode rows =
        json(
            new String(
                objects.get("out", succeeded.path("Key").asString()), StandardCharsets.UTF_8));
    assertEquals(2, rows.size());
    assertEquals(
        "{\"BatchInput\":{\"of\":5},\"Items\":[{\"i\":0,\"n\":1},{\"i\":1,\"n\":2}]}",
        rows.get(0).path("Output").asString());
    assertEquals(1, manifest.path("ResultFiles").path("FAILED").size());
  }

  @Test
  void more_failures_than_tolerated_fail_the_run() {
    ExecutionResult result =
        AslRunner.builder()
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ToleratedFailureCount":1,
                      "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                        "StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"c"}}}}}}
                    """),
                json("[1,2,3]"));
    assertEquals("States.ExceedToleratedFailureThreshold", result.error());
    assertEquals("The specified tolerated failure threshold was exceeded", result.cause());
    assertEquals(
        List.of("MapRunStarted", "MapRunFailed", "MapStateFailed", "ExecutionFailed"),
        types(result).subList(3, 7));
  }

  @Test
  void objects_of_a_bucket_are_listed_by_prefix() {
    MemoryObjects objects = new MemoryObjects();
    for (String key : List.of("a/1", "a/2", "b/1")) {
      objects.put("in", key, key.getBytes(StandardCharsets.UTF_8));
    }
    ExecutionResult result =
        AslRunner.builder()
            .objects(objects)
            .build()
            .run(
                machine(
                    """
                    {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","End":true,
                      "ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2",
                        "Arguments":{"Bucket":"in","Prefix":"a/"}},
                      "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                        "StartAt":"P","States":{"P":{"Type":"Pass","Output":"{% $states.input.Key %}","End":true}}}}}}
                    """),
                json("{}"));
    assertEquals("[\"a/1\",\"a/2\"]", String.valueOf(result.output()));
  }
}

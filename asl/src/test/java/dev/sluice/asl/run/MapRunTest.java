package dev.sluice.asl.run;

import static dev.sluice.asl.run.Machines.LAMBDA;
import static dev.sluice.asl.run.Machines.json;
import static dev.sluice.asl.run.Machines.machine;
import static dev.sluice.asl.run.Machines.types;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Distributed maps: each item, or batch of items, is an execution of its own. */
class MapRunTest {

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:getObject\"}",
        "\"ItemBatcher\":{\"MaxItemsPerBatch\":2}",
        "\"ResultWriter\":{\"WriterConfig\":{\"OutputType\":\"JSON\"}}"
      })
  void an_inline_map_fails_where_it_has_what_only_a_distributed_one_can_do(String field) {
    ExecutionResult result =
        AslRunner.builder()
            .build()
            .run(
                machine(
                    """
                    {"StartAt":"M","States":{"M":{"Type":"Map","End":true,%s,
                      "Catch":[{"ErrorEquals":["States.ALL"],"Next":"S"}],
                      "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}},
                      "S":{"Type":"Succeed"}}}
                    """
                        .formatted(field)),
                json("[1,2,3]"));
    assertEquals("States.Runtime", result.error());
    assertEquals(
        "An error occurred while executing the state 'M' (entered at the event id #2). The"
            + " ItemReader, ItemBatcher and ResultWriter fields are not supported for INLINE maps",
        result.cause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaxItemsPerBatch", "MaxInputBytesPerBatch"})
  void a_batch_size_an_expression_gives_must_be_positive_and_can_be_caught(String field) {
    ExecutionResult result =
        AslRunner.builder()
            .build()
            .run(
                machine(
                    """
                    {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","End":true,
                      "ItemBatcher":{"%s":"{%% 0 %%}"},
                      "Catch":[{"ErrorEquals":["States.QueryEvaluationError"],"Next":"S"}],
                      "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                        "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}},
                      "S":{"Type":"Succeed","Output":"{%% $states.input.Cause %%}"}}}
                    """
                        .formatted(field)),
                json("[1,2,3]"));
    assertEquals(
        "\"An error occurred while executing the state 'M' (entered at the event id #2). "
            + field
            + " must be positive.\"",
        String.valueOf(result.output()),
        () -> result.error() + ": " + result.cause());
  }
}

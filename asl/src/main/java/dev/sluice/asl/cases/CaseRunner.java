package dev.sluice.asl.cases;

import dev.sluice.asl.engine.Identity;
import dev.sluice.asl.model.DefinitionException;
import dev.sluice.asl.run.AslRunner;
import dev.sluice.asl.run.ExecutionResult;
import dev.sluice.asl.run.MemoryObjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Runs cases: on a virtual clock, with the recorded answers in place of tasks. */
public final class CaseRunner {

  private CaseRunner() {}

  /** Runs one case that is {@link AslCase#runnable}; a definition that cannot run fails it. */
  public static CaseReport run(AslCase recorded) {
    return run(recorded, true);
  }

  /** {@code history}: whether to compare it too, which means to keep all of it. */
  public static CaseReport run(AslCase recorded, boolean history) {
    if (recorded.testState()) {
      return TestStateCase.run(recorded);
    }
    Recorder recorder = Recorder.of(recorded);
    ReplayedTasks tasks = new ReplayedTasks(recorded, recorder);
    ExecutionResult result;
    try {
      result = runner(recorded, tasks, history).run(recorded.machine(), recorded.input());
    } catch (DefinitionException | JacksonException e) {
      return new CaseReport(
          recorded.name(),
          recorded.kind(),
          recorded.tier(),
          "INVALID",
          null,
          "InvalidDefinition",
          e.getMessage(),
          List.of("definition refused: " + e.getMessage()),
          null);
    }
    List<String> differences = new ArrayList<>(tasks.surprises());
    differences.addAll(compare(recorded, recorder, result));
    return new CaseReport(
        recorded.name(),
        recorded.kind(),
        recorded.tier(),
        result.status(),
        result.output(),
        result.error(),
        result.cause(),
        differences,
        history ? new HistoryComparison(recorded, recorder).differences(result) : null);
  }

  private static AslRunner runner(AslCase recorded, ReplayedTasks tasks, boolean history) {
    MemoryObjects objects = new MemoryObjects();
    JsonNode stored = recorded.field("s3_objects");
    if (stored != null) {
      for (JsonNode object : stored) {
        objects.put(
            object.path("Bucket").asString(""),
            object.path("Key").asString(""),
            object.path("Body").asString("").getBytes(StandardCharsets.UTF_8));
      }
    }
    return AslRunner.builder()
        .fast(true)
        .history(history)
        .unattended(true)
        .inline(true)
        .objects(objects)
        .otherTasks(tasks)
        .identity(identity -> recorded.express() ? express(identity) : identity)
        .build();
  }

  private static Identity express(Identity identity) {
    return new Identity(
        identity.executionArn().replace(":execution:", ":express:")
            + ":"
            + identity.executionName(),
        identity.executionName(),
        identity.machineArn(),
        identity.machineName(),
        identity.roleArn(),
        identity.startTime(),
        null);
  }

  static List<String> compare(AslCase recorded, Recorder recorder, ExecutionResult result) {
    Comparison comparison = Comparison.of(recorded);
    List<String> differences = new ArrayList<>();
    if (!recorded.expectedStatus().equals(result.status())) {
      differences.add(
          "status: expected "
              + recorded.expectedStatus()
              + ", got "
              + result.status()
              + " "
              + result.error()
              + ": "
              + result.cause());
    }
    JsonNode output = recorded.json().get("expected_output");
    if (output != null && result.output() != null) {
      comparison.same(recorder.recorded(output), recorder.actual(result.output()), "output");
    }
    text(recorded, recorder, comparison, "error", result.error());
    text(recorded, recorder, comparison, "cause", result.cause());
    differences.addAll(comparison.differences());
    return differences;
  }

  static void text(
      AslCase recorded,
      Recorder recorder,
      Comparison comparison,
      String field,
      @Nullable String actual) {
    JsonNode expected = recorded.field("expected_" + field);
    JsonNode pattern = recorded.field("expected_" + field + "_pattern");
    if (pattern != null
        && actual != null
        && Pattern.compile(pattern.asString(""), Pattern.DOTALL).matcher(actual).matches()) {
      return;
    }
    if (expected != null) {
      comparison.same(
          recorder.recorded(expected),
          recorder.actual(StringNode.valueOf(actual == null ? "" : actual)),
          field);
    } else if (actual != null && recorded.json().has("expected_" + field)) {
      comparison.same(StringNode.valueOf(""), StringNode.valueOf(actual), field);
    }
  }
}

package dev.sluice.asl.cases;

import dev.sluice.asl.model.DefinitionException;
import dev.sluice.asl.teststate.TestState;
import dev.sluice.asl.teststate.TestStateRequest;
import dev.sluice.asl.teststate.TestStateResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A recorded call of TestState: the whole answer has to be the same. */
final class TestStateCase {
  private TestStateCase() {}

  static CaseReport run(AslCase recorded) {
    TestStateResult result;
    try {
      result = TestState.run(request(recorded), Instant.parse("2026-01-01T00:00:00Z"));
    } catch (DefinitionException | IllegalArgumentException e) {
      return report(
          recorded,
          new TestStateResult("INVALID", null, null, e.getMessage(), null, null),
          List.of("refused: " + e.getMessage()));
    }
    List<String> differences = new ArrayList<>();
    JsonNode response = recorded.field("recorded_response");
    if (response != null) {
      Recorder recorder = Recorder.of(recorded);
      Comparison comparison = Comparison.of(recorded);
      comparison.same(recorder.recorded(response), recorder.actual(result.toJson()), "response");
      differences.addAll(comparison.differences());
    } else if (!recorded.expectedStatus().equals(result.status())) {
      differences.add("status: expected " + recorded.expectedStatus() + ", got " + result.status());
    }
    return report(recorded, result, differences);
  }

  private static TestStateRequest request(AslCase recorded) {
    JsonNode arguments = recorded.field("test_state_args");
    if (!(arguments instanceof ObjectNode given)) {
      throw new IllegalArgumentException("no test_state_args");
    }
    ObjectNode all = given.deepCopy();
    if (!all.has("roleArn") && !recorded.everythingRecorded().contains("\"RoleArn\":null")) {
      all.put("roleArn", "arn:aws:iam::111111111111:role/sfn-role");
    }
    JsonNode replay = replay(recorded);
    if (!all.has("mock") && replay != null) {
      all.putObject("mock").set("result", replay);
    }
    return TestStateRequest.of(recorded.definition(), all);
  }

  /** What a task that was called for real answered then; null where that was not recorded. */
  private static @Nullable JsonNode replay(AslCase recorded) {
    boolean task = recorded.definition().path("Type").asString("").equals("Task");
    JsonNode response = recorded.field("recorded_response");
    return task && response != null ? response.path("inspectionData").get("result") : null;
  }

  private static CaseReport report(
      AslCase recorded, TestStateResult result, List<String> differences) {
    return new CaseReport(
        recorded.name(),
        recorded.kind(),
        recorded.tier(),
        result.status(),
        result.output(),
        result.error(),
        result.cause(),
        differences,
        null);
  }
}

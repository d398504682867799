package dev.sluice.asl.teststate;

import dev.sluice.asl.engine.Execution;
import dev.sluice.asl.engine.Inspection;
import dev.sluice.asl.engine.Outcome;
import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.history.HistoryEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** From what happened to what TestState answers. */
record Results(@Nullable HistoryEvent exited, Execution execution) {

  TestStateResult of(@Nullable Outcome outcome, Inspection inspection, String level) {
    String next = exited == null || execution.blockDone() ? null : execution.stateName();
    JsonNode output = exited == null ? null : field(exited, "output");
    String status;
    String error = null;
    String cause = null;
    if (exited != null) {
      status = inspection.catchIndex() >= 0 ? "CAUGHT_ERROR" : "SUCCEEDED";
      if (inspection.catchIndex() >= 0) {
        error = text(inspection, "Error");
        cause = text(inspection, "Cause");
      }
    } else {
      status = inspection.backoff() >= 0 ? "RETRIABLE" : "FAILED";
      if (outcome instanceof Outcome.Failed failed) {
        error = failed.error();
        cause = failed.cause();
      }
    }
    return new TestStateResult(
        status, output, error, cause, next, level.equals("INFO") ? null : inspection.seen());
  }

  private static @Nullable String text(Inspection inspection, String field) {
    JsonNode value = inspection.errorOutput() == null ? null : inspection.errorOutput().get(field);
    return value == null ? null : value.asString("");
  }

  private static @Nullable JsonNode field(HistoryEvent event, String name) {
    if (event.details() != null) {
      for (EventDetails.Field field : event.details().fields()) {
        if (field.name().equals(name)) {
          return field.value();
        }
      }
    }
    return null;
  }
}

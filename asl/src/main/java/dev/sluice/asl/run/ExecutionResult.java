package dev.sluice.asl.run;

import dev.sluice.asl.engine.Outcome;
import dev.sluice.asl.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How an execution ended, and its history. */
public record ExecutionResult(Outcome outcome, List<HistoryEvent> history) {

  /** SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  public String status() {
    return outcome.status();
  }

  public @Nullable JsonNode output() {
    return outcome instanceof Outcome.Succeeded(JsonNode output) ? output : null;
  }

  public @Nullable String error() {
    return switch (outcome) {
      case Outcome.Failed failed -> failed.error();
      case Outcome.Aborted aborted -> aborted.error();
      case Outcome.Succeeded _, Outcome.TimedOut _ -> null;
    };
  }

  public @Nullable String cause() {
    return switch (outcome) {
      case Outcome.Failed failed -> failed.cause();
      case Outcome.Aborted aborted -> aborted.cause();
      case Outcome.Succeeded _, Outcome.TimedOut _ -> null;
    };
  }

  /** {@code {"status", "output" | "error", "cause"[, "history"]}}. */
  public ObjectNode toJson(boolean withHistory) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", status());
    JsonNode output = output();
    if (output != null) {
      json.set("output", output);
    } else {
      if (error() != null) {
        json.put("error", error());
      }
      if (cause() != null) {
        json.put("cause", cause());
      }
    }
    if (withHistory) {
      ArrayNode events = json.putArray("history");
      history.stream().filter(e -> e.execution() == null).forEach(e -> events.add(e.toJson()));
    }
    return json;
  }
}

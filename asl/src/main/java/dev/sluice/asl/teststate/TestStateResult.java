package dev.sluice.asl.teststate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** SUCCEEDED, FAILED, RETRIABLE or CAUGHT_ERROR, and what there is to say about it. */
public record TestStateResult(
    String status,
    @Nullable JsonNode output,
    @Nullable String error,
    @Nullable String cause,
    @Nullable String nextState,
    @Nullable ObjectNode inspectionData) {

  /** As the API answers: the output is JSON text. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", status);
    if (output != null) {
      json.put("output", output.toString());
    }
    if (error != null) {
      json.put("error", error);
    }
    if (cause != null) {
      json.put("cause", cause);
    }
    if (nextState != null) {
      json.put("nextState", nextState);
    }
    if (inspectionData != null) {
      json.set("inspectionData", inspectionData);
    }
    return json;
  }
}

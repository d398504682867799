package dev.sluice.asl.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event of an execution's history. {@code execution} names the child execution of a distributed
 * Map that the event belongs to; null for the execution itself.
 */
public record HistoryEvent(
    long id,
    long previousId,
    String type,
    Instant at,
    @Nullable EventDetails details,
    @Nullable String execution) {

  /** As GetExecutionHistory answers it: inputs and outputs are JSON text, time is in seconds. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("timestamp", at.toEpochMilli() / 1000.0);
    json.put("type", type);
    json.put("id", id);
    json.put("previousEventId", previousId);
    if (details != null) {
      json.set(details.key(), details.toJson());
    }
    return json;
  }
}

package dev.sluice.asl.engine;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Setting variables, within their limits. */
final class Variables {
  /** Bytes of one variable, and of what one state assigns. */
  static final int ASSIGN_LIMIT = 262_144;

  /** Bytes of all variables of an execution. */
  static final long TOTAL_LIMIT = 10L * 1024 * 1024;

  private Variables() {}

  static void assign(Execution execution, Frame frame, ObjectNode values) {
    long size = 0;
    long replaced = 0;
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      size += DataSize.count(entry.getValue(), ASSIGN_LIMIT, 0);
      JsonNode old = frame.variables.get(entry.getKey());
      replaced += old == null ? 0 : DataSize.count(old, ASSIGN_LIMIT, 0);
    }
    long total = execution.variableBytes + size - replaced;
    if (size > ASSIGN_LIMIT || total > TOTAL_LIMIT) {
      throw StateFailure.dataLimit(frame.state);
    }
    execution.variableBytes = total;
    values.properties().forEach(entry -> frame.variables.put(entry.getKey(), entry.getValue()));
  }

  /** A block's variables end with it. */
  static void leave(Execution execution, Frame frame) {
    for (JsonNode value : frame.variables.values()) {
      execution.variableBytes -= DataSize.count(value, ASSIGN_LIMIT, 0);
    }
    frame.variables.clear();
  }
}

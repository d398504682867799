package dev.sluice.asl.engine;

import dev.sluice.asl.model.State;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What {@code $$} and {@code $states.context} show. */
final class ContextObject {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private ContextObject() {}

  static ObjectNode of(Execution execution, Frame frame, State state, @Nullable JsonNode item) {
    Inspection inspection = execution.inspection;
    if (inspection != null && inspection.context != null) {
      return inspection.context;
    }
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    identity(context, execution, frame);
    ObjectNode own = context.putObject("State");
    own.put("Name", inspection == null ? state.name() : "StateName");
    own.put("EnteredTime", time(frame.entered));
    if (state.retries()) {
      own.put("RetryCount", frame.retryCount);
    }
    if (frame.token != null) {
      context.putObject("Task").put("Token", frame.token);
    }
    JsonNode mapItem = item == null ? itemOf(frame) : item;
    if (mapItem != null) {
      context.putObject("Map").set("Item", mapItem);
    }
    return context;
  }

  private static void identity(ObjectNode context, Execution execution, Frame frame) {
    Identity identity = execution.identity;
    Frame top = frame;
    while (!top.top()) {
      top = parentOf(top);
    }
    String child = top.log.execution;
    ObjectNode own = context.putObject("Execution");
    String label = child == null ? "" : "/" + runLabel(top);
    own.put(
        "Id",
        child == null
            ? identity.executionArn()
            : identity.machineArn().replace(":stateMachine:", ":execution:") + label + ":" + child);
    own.set("Input", child == null ? execution.input : childInput(top));
    own.put("StartTime", time(identity.startTime()));
    own.put("Name", child == null ? identity.executionName() : child);
    own.put("RoleArn", identity.roleArn());
    if (identity.redriveCount() != null) {
      own.put("RedriveCount", identity.redriveCount());
    }
    ObjectNode machine = context.putObject("StateMachine");
    machine.put("Id", identity.machineArn() + label);
    machine.put("Name", identity.machineName() + label);
  }

  private static Frame parentOf(Frame frame) {
    Frame parent = frame.parent;
    return parent == null ? frame : parent;
  }

  private static String runLabel(Frame top) {
    Children children = top.parent == null ? null : top.parent.children;
    String name = children == null ? null : children.runName;
    return name == null ? "" : name;
  }

  private static JsonNode childInput(Frame top) {
    return top.childInput == null ? top.input : top.childInput;
  }

  private static @Nullable JsonNode itemOf(Frame frame) {
    for (Frame at = frame; at != null; at = at.parent) {
      if (at.item != null) {
        return at.item;
      }
      if (at.isolated()) {
        return null;
      }
    }
    return null;
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }
}

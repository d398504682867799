package dev.sluice.asl.engine;

import dev.sluice.asl.model.Block;
import dev.sluice.asl.model.State;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A frame and all below it, as JSON and back. */
final class FrameJson {
  private FrameJson() {}

  static ObjectNode write(Frame frame) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("index", frame.index);
    json.put("state", frame.state);
    json.put("phase", frame.phase.name());
    json.set("input", frame.input);
    json.put("ticket", frame.ticket);
    json.put("entered", frame.entered.toString());
    json.put("enteredEvent", frame.enteredEvent);
    json.put("enteredPrevious", frame.enteredPrevious);
    json.put("last", frame.last);
    json.put("retryCount", frame.retryCount);
    ArrayNode attempts = json.putArray("attempts");
    for (int attempt : frame.attempts) {
      attempts.add(attempt);
    }
    put(json, "effective", frame.effective);
    put(json, "item", frame.item);
    put(json, "childInput", frame.childInput);
    if (frame.token != null) {
      json.put("token", frame.token);
    }
    json.put("started", frame.started);
    json.put("heartbeat", frame.heartbeat);
    if (frame.heartbeatDue != null) {
      json.put("heartbeatDue", frame.heartbeatDue.toString());
    }
    ObjectNode variables = json.putObject("variables");
    frame.variables.forEach(variables::set);
    if (frame.isolated()) {
      json.put("execution", frame.log.execution);
      json.put("nextEvent", frame.log.next);
    }
    if (frame.children != null) {
      json.set("children", write(frame.children));
    }
    return json;
  }

  static Frame read(@Nullable Frame parent, Block block, Log outer, JsonNode json) {
    JsonNode child = json.get("execution");
    Log log = child == null ? outer : new Log(child.asString(""), json.path("nextEvent").asLong(1));
    Frame frame =
        new Frame(
            parent, json.path("index").asInt(0), block, log, json.path("input"), json.get("item"));
    frame.state = json.path("state").asString("");
    frame.phase = Frame.Phase.valueOf(json.path("phase").asString(""));
    frame.ticket = json.path("ticket").asInt(0);
    frame.entered = Instant.parse(json.path("entered").asString(""));
    frame.enteredEvent = json.path("enteredEvent").asLong(0);
    frame.enteredPrevious = json.path("enteredPrevious").asLong(0);
    frame.last = json.path("last").asLong(0);
    frame.retryCount = json.path("retryCount").asInt(0);
    JsonNode attempts = json.path("attempts");
    frame.attempts = new int[attempts.size()];
    for (int i = 0; i < attempts.size(); i++) {
      frame.attempts[i] = attempts.get(i).asInt(0);
    }
    frame.effective = json.get("effective");
    frame.childInput = json.get("childInput");
    frame.token = json.has("token") ? json.get("token").asString("") : null;
    frame.started = json.path("started").asBoolean(false);
    frame.heartbeat = json.path("heartbeat").asInt(0);
    JsonNode due = json.get("heartbeatDue");
    frame.heartbeatDue = due == null ? null : Instant.parse(due.asString(""));
    for (Map.Entry<String, JsonNode> variable : json.path("variables").properties()) {
      frame.variables.put(variable.getKey(), variable.getValue());
    }
    JsonNode children = json.get("children");
    if (children != null) {
      frame.children = children(frame, children);
    }
    return frame;
  }

  private static ObjectNode write(Children children) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("results", sparse(children.results));
    json.set("failures", sparse(children.failures));
    put(json, "items", children.items);
    json.put("selected", children.selected);
    json.put("next", children.next);
    json.put("finished", children.finished);
    json.put("failed", children.failed);
    json.put("concurrency", children.concurrency);
    json.put("toleratedCount", children.toleratedCount);
    json.put("toleratedPercentage", children.toleratedPercentage);
    json.put("runStarted", children.runStarted);
    if (children.runArn != null) {
      json.put("runArn", children.runArn);
      json.put("runName", children.runName);
    }
    ArrayNode active = json.putArray("active");
    children.active.forEach(child -> active.add(write(child)));
    return json;
  }

  private static Children children(Frame frame, JsonNode json) {
    Children children = new Children();
    children.results = dense(json.path("results"));
    children.failures = dense(json.path("failures"));
    children.items = json.get("items");
    children.selected = json.path("selected").asBoolean(false);
    children.next = json.path("next").asInt(0);
    children.finished = json.path("finished").asInt(0);
    children.failed = json.path("failed").asInt(0);
    children.concurrency = json.path("concurrency").asInt(1);
    children.toleratedCount = json.path("toleratedCount").asLong(0);
    children.toleratedPercentage = json.path("toleratedPercentage").asDouble(0);
    children.runStarted = json.path("runStarted").asLong(0);
    if (json.has("runArn")) {
      children.runArn = json.get("runArn").asString("");
      children.runName = json.path("runName").asString("");
    }
    State state = frame.current();
    for (JsonNode child : json.path("active")) {
      Block block =
          switch (state) {
            case State.Parallel parallel -> parallel.branches().get(child.path("index").asInt(0));
            case State.MapState map -> map.processor();
            default -> throw new IllegalArgumentException("state has no children: " + state.name());
          };
      children.active.add(read(frame, block, frame.log, child));
    }
    return children;
  }

  /** A value is {@code [value]}, none is {@code []}: null is a value too. */
  private static ArrayNode sparse(@Nullable JsonNode[] values) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode(values.length);
    for (JsonNode value : values) {
      ArrayNode one = json.addArray();
      if (value != null) {
        one.add(value);
      }
    }
    return json;
  }

  private static @Nullable JsonNode[] dense(JsonNode json) {
    @Nullable JsonNode[] values = new JsonNode[json.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = json.get(i).isEmpty() ? null : json.get(i).get(0);
    }
    return values;
  }

  private static void put(ObjectNode json, String field, @Nullable JsonNode value) {
    if (value != null) {
      json.set(field, value);
    }
  }
}

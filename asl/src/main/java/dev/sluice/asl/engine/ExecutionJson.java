package dev.sluice.asl.engine;

import dev.sluice.asl.model.AslMachine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An execution between two steps, as JSON and back. */
public final class ExecutionJson {
  private static final int VERSION = 1;

  /** A mapper for such JSON: frames nest, and in them data does. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(3_000).build())
                  .build())
          .build();

  private ExecutionJson() {}

  /** All there is to know of an execution that has not ended, but for its definition. */
  public static ObjectNode write(Execution execution) {
    if (execution.inspection != null || execution.outcome != null) {
      throw new IllegalArgumentException("only an execution that runs is written");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    identity(json.putObject("identity"), execution.identity);
    json.set("input", execution.input);
    json.put("seed", execution.seed);
    json.put("nextTicket", execution.nextTicket);
    json.put("nextEvent", execution.log.next);
    json.put("variableBytes", execution.variableBytes);
    json.set("root", FrameJson.write(execution.root));
    Map<Frame, Integer> numbers = new HashMap<>();
    List<Frame> frames = frames(execution.root);
    for (int i = 0; i < frames.size(); i++) {
      numbers.put(frames.get(i), i);
    }
    ArrayNode ready = json.putArray("ready");
    execution.ready.forEach(frame -> ready.add(numbers.get(frame)));
    return json;
  }

  /**
   * The execution that was written, of the same definition. Throws {@link IllegalArgumentException}
   * for JSON of another version.
   */
  public static Execution read(AslMachine machine, JsonNode json) {
    if (json.path("version").asInt(0) != VERSION) {
      throw new IllegalArgumentException("unknown version of a stored execution");
    }
    Execution execution =
        Execution.create(
            machine,
            identity(json.path("identity")),
            json.path("input"),
            json.path("seed").asLong(0));
    execution.nextTicket = json.path("nextTicket").asInt(1);
    execution.log.next = json.path("nextEvent").asLong(1);
    execution.variableBytes = json.path("variableBytes").asLong(0);
    execution.root = FrameJson.read(null, machine.block(), execution.log, json.path("root"));
    List<Frame> frames = frames(execution.root);
    for (JsonNode number : json.path("ready")) {
      execution.ready.add(frames.get(number.asInt(0)));
    }
    for (Frame frame : frames) {
      execution.held.restored(frame);
      if (frame.ticket != 0) {
        execution.waiting.put(frame.ticket, frame);
      }
    }
    return execution;
  }

  /** In a fixed order. */
  private static List<Frame> frames(Frame root) {
    List<Frame> frames = new ArrayList<>();
    frames.add(root);
    for (int i = 0; i < frames.size(); i++) {
      Children children = frames.get(i).children;
      if (children != null) {
        frames.addAll(children.active);
      }
    }
    return frames;
  }

  private static void identity(ObjectNode json, Identity identity) {
    json.put("executionArn", identity.executionArn());
    json.put("executionName", identity.executionName());
    json.put("machineArn", identity.machineArn());
    json.put("machineName", identity.machineName());
    json.put("roleArn", identity.roleArn());
    json.put("startTime", identity.startTime().toString());
    json.put("redriveCount", identity.redriveCount());
  }

  private static Identity identity(JsonNode json) {
    JsonNode role = json.path("roleArn");
    JsonNode redrives = json.path("redriveCount");
    return new Identity(
        json.path("executionArn").asString(""),
        json.path("executionName").asString(""),
        json.path("machineArn").asString(""),
        json.path("machineName").asString(""),
        role.isString() ? role.asString() : null,
        Instant.parse(json.path("startTime").asString("")),
        redrives.isNumber() ? redrives.asInt() : null);
  }
}

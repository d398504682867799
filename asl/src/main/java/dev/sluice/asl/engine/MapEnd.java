package dev.sluice.asl.engine;

import dev.sluice.asl.engine.DataFlow.Exit;
import dev.sluice.asl.items.ResultFormat;
import dev.sluice.asl.model.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A Map whose children are all done. */
final class MapEnd {
  private final Step step;
  private final Frame frame;
  private final Children children;
  private final State.MapState map;

  MapEnd(Step step, Frame frame, Children children) {
    this.step = step;
    this.frame = frame;
    this.children = children;
    this.map = (State.MapState) frame.current();
  }

  void succeeded() {
    State.ResultWriter writer = map.writer();
    if (writer != null && writer.resource() != null) {
      write(writer, writer.resource());
      return;
    }
    ArrayNode results = JsonNodeFactory.instance.arrayNode(children.total());
    for (@Nullable JsonNode result : children.results) {
      if (result != null) {
        results.add(result);
      }
    }
    leave(writer == null ? results : ResultFormat.of(writer.config()).apply(results));
  }

  private void write(State.ResultWriter writer, String resource) {
    JsonNode effective = frame.effective == null ? frame.input : frame.effective;
    Scope scope = Scope.of(step.execution, frame, effective);
    ObjectNode outcome = JsonNodeFactory.instance.objectNode();
    outcome.put("MapRunArn", children.runArn);
    ArrayNode list = outcome.putArray("Results");
    for (int i = 0; i < children.total(); i++) {
      ObjectNode one = list.addObject();
      one.set("Input", children.items == null ? null : children.items.get(i));
      JsonNode result = children.results[i];
      if (result == null) {
        one.put("Status", "FAILED");
        if (children.failures[i] instanceof ObjectNode failure) {
          one.setAll(failure);
        }
      } else {
        one.put("Status", "SUCCEEDED");
        one.set("Output", result);
      }
    }
    frame.phase = Frame.Phase.WRITING;
    step.command(
        new Command.WriteResults(
            step.execution.ticket(frame),
            resource,
            MapStart.evaluateOrEmpty(scope, writer.arguments()),
            writer.config(),
            outcome));
  }

  void leave(JsonNode result) {
    long chain = frame.last;
    if (map.distributed()) {
      frame.last = step.emit(frame.log, frame.last, "MapRunSucceeded", null);
    }
    frame.last = step.emit(frame.log, frame.last, "MapStateSucceeded", null);
    Exit exit = new DataFlow(step.execution, frame).result(result);
    frame.last = chain;
    step.leave(frame, exit);
  }
}

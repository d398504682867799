package dev.sluice.asl.engine;

import dev.sluice.asl.engine.DataFlow.Exit;
import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.model.Block;
import dev.sluice.asl.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The children of Parallel and Map: started, finished, failed, abandoned. */
final class Fanout {
  private final Step step;

  Fanout(Step step) {
    this.step = step;
  }

  void begin(Frame frame, State.Parallel parallel, DataFlow flow) {
    JsonNode input = flow.arguments(flow.effectiveInput());
    Children children = new Children();
    frame.children = children;
    frame.phase = Frame.Phase.CHILDREN;
    frame.last = step.emit(frame.log, frame.last, "ParallelStateStarted", null);
    if (step.execution.inspection != null) {
      step.command(new Command.MockChildren(step.execution.ticket(frame)));
      return;
    }
    List<Block> branches = parallel.branches();
    children.size(branches.size());
    for (int i = 0; i < branches.size(); i++) {
      add(frame, new Frame(frame, i, branches.get(i), frame.log, input, null), frame.last);
    }
    children.next = branches.size();
  }

  private void drop(Children children, Frame child) {
    children.active.remove(child);
    step.execution.held.removed(child);
  }

  private void add(Frame parent, Frame child, long previous) {
    child.last = previous;
    children(parent).active.add(child);
    step.execution.held.added();
    step.execution.ready.add(child);
  }

  void itemsRead(Frame frame, JsonNode items) {
    step.release(frame);
    if (!(items instanceof ArrayNode array)) {
      runFailed(
          frame,
          StateFailure.reported(Errors.ITEM_READER, "Attempting to map over non-iterable node."));
      return;
    }
    frame.phase = Frame.Phase.CHILDREN;
    itemsKnown(frame, array);
  }

  void itemsKnown(Frame frame, ArrayNode items) {
    Children children = children(frame);
    State.MapState map = (State.MapState) frame.current();
    step.execution.held.take(children, items.size());
    children.items = items;
    if (map.batcher() != null) {
      children.items = new Batches(step.execution, frame, map, map.batcher()).of(items);
      children.selected = true;
    }
    children.size(children.items.size());
    fill(frame, children, frame.last);
  }

  /** Starts what may run now; with nothing left to run the Map is done. */
  private void fill(Frame frame, Children children, long previous) {
    while (children.next < children.total() && mayStart(children)) {
      iterate(frame, children, previous);
    }
    if (children.finished == children.total()) {
      new MapEnd(step, frame, children).succeeded();
    }
  }

  private boolean mayStart(Children children) {
    return children.active.size() < children.concurrency
        && (children.active.isEmpty() || step.execution.held.roomForChildren());
  }

  private void iterate(Frame frame, Children children, long previous) {
    State.MapState map = (State.MapState) frame.current();
    int index = children.next;
    JsonNode value = Objects.requireNonNull(children.items).get(index);
    ObjectNode item = item(index, value);
    JsonNode input = children.selected ? value : select(step.execution, frame, map, index, value);
    children.next++;
    if (map.distributed()) {
      Log log = new Log(step.execution.uuid(), 1);
      Frame child = new Frame(frame, index, map.processor(), log, input, item);
      child.childInput = input;
      step.emit(
          log,
          0,
          "ExecutionStarted",
          EventDetails.of(
              "executionStartedEventDetails",
              EventDetails.document("input", input),
              EventDetails.plain("roleArn", step.execution.identity.roleArn())));
      add(frame, child, 0);
      return;
    }
    long started =
        step.emit(
            frame.log,
            previous,
            "MapIterationStarted",
            iteration("mapIterationStartedEventDetails", frame, index));
    add(frame, new Frame(frame, index, map.processor(), frame.log, input, item), started);
  }

  private static ObjectNode item(int index, JsonNode value) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("Index", index);
    item.set("Value", value);
    return item;
  }

  /** ItemSelector on one item. */
  static JsonNode select(
      Execution execution, Frame frame, State.MapState map, int index, JsonNode value) {
    if (map.itemSelector() == null) {
      return value;
    }
    JsonNode effective = frame.effective == null ? frame.input : frame.effective;
    return Scope.item(execution, frame, effective, item(index, value)).evaluate(map.itemSelector());
  }

  private static EventDetails iteration(String key, Frame frame, int index) {
    return EventDetails.of(
        key, EventDetails.plain("name", frame.state), EventDetails.number("index", index));
  }

  void childDone(Frame frame, Frame child, JsonNode output) {
    Children children = children(frame);
    drop(children, child);
    children.results[child.index] = output;
    children.finished++;
    switch (frame.current()) {
      case State.Parallel _ -> {
        frame.last = child.last;
        if (children.finished == children.total()) {
          parallelDone(frame, children);
        }
      }
      case State.MapState map when map.distributed() -> fill(frame, children, frame.last);
      case State _ -> {
        frame.last =
            step.emit(
                frame.log,
                child.last,
                "MapIterationSucceeded",
                iteration("mapIterationSucceededEventDetails", frame, child.index));
        fill(frame, children, child.last);
      }
    }
  }

  private void parallelDone(Frame frame, Children children) {
    long last = frame.last;
    ArrayNode results = JsonNodeFactory.instance.arrayNode(children.total());
    for (JsonNode result : children.results) {
      results.add(result);
    }
    long succeeded = step.emit(frame.log, last, "ParallelStateSucceeded", null);
    frame.last = succeeded;
    Exit exit = new DataFlow(step.execution, frame).result(results);
    frame.last = last;
    step.leave(frame, exit);
  }

  /** A child execution of a distributed Map failed: tolerated or not. */
  void childFailed(Frame frame, Frame child, @Nullable String error, @Nullable String cause) {
    Children children = children(frame);
    drop(children, child);
    children.finished++;
    State.MapState map = (State.MapState) frame.current();
    children.failed += (int) Tolerance.items(map, children, child.index);
    ObjectNode failure = JsonNodeFactory.instance.objectNode();
    failure.put("Error", error);
    failure.put("Cause", cause);
    children.failures[child.index] = failure;
    Tolerance tolerance = Tolerance.of(map, children);
    if (tolerance.exceeded(children.failed, Tolerance.items(map, children))) {
      runFailed(
          frame,
          StateFailure.reported(
              Errors.THRESHOLD, "The specified tolerated failure threshold was exceeded"));
      return;
    }
    fill(frame, children, frame.last);
  }

  void runFailed(Frame frame, StateFailure failure) {
    abandon(frame, false);
    step.release(frame);
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            "MapRunFailed",
            EventDetails.failure("mapRunFailedEventDetails", failure.error(), failure.reason()));
    throw failure;
  }

  void written(Frame frame, JsonNode result) {
    new MapEnd(step, frame, children(frame)).leave(result);
  }

  /** A frame has failed for good: so has what it is a part of, in its own way. */
  void frameFailed(Frame frame, StateFailure failure) {
    Frame parent = frame.parent;
    if (frame.top() || parent == null) {
      step.failed(frame, frame.last, failure.error(), failure.reason());
      return;
    }
    if (frame.current() instanceof State.Task) {
      step.emit(frame.log, frame.last, "TaskStateAborted", null);
    }
    Children children = children(parent);
    drop(children, frame);
    Variables.leave(step.execution, frame);
    if (parent.current() instanceof State.MapState) {
      step.emit(
          frame.log,
          frame.last,
          "MapIterationFailed",
          iteration("mapIterationFailedEventDetails", parent, frame.index));
    }
    parent.last = frame.last;
    step.recoveries.handle(parent, failure);
  }

  /** Ends all children, at once and for good; with their history where it is recorded. */
  void abandon(Frame frame, boolean recorded) {
    Children children = frame.children;
    if (children == null) {
      return;
    }
    for (Frame child : new ArrayList<>(children.active)) {
      abandon(child, recorded);
      boolean waited = child.ticket != 0 || child.children != null;
      step.release(child);
      step.execution.ready.remove(child);
      step.execution.held.removed(child);
      Variables.leave(step.execution, child);
      if (recorded && !child.isolated()) {
        if (waited) {
          step.emit(child.log, child.last, child.current().type() + "StateAborted", null);
        }
        if (frame.current() instanceof State.MapState) {
          step.emit(
              child.log,
              child.last,
              "MapIterationAborted",
              iteration("mapIterationAbortedEventDetails", frame, child.index));
        }
      }
    }
    children.active.clear();
  }

  private static Children children(Frame frame) {
    return Objects.requireNonNull(frame.children);
  }
}

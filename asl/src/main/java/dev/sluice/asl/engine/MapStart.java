package dev.sluice.asl.engine;

import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.model.State;
import dev.sluice.asl.model.Template;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A Map until its first iterations start: items, concurrency, tolerance, the run. */
final class MapStart {
  /** Iterations of an inline Map that run at once where nothing less is asked for. */
  private static final int INLINE_CONCURRENCY = 40;

  private static final int DISTRIBUTED_CONCURRENCY = 10_000;

  private final Step step;

  MapStart(Step step) {
    this.step = step;
  }

  void begin(Frame frame, State.MapState map, DataFlow flow) {
    Execution execution = step.execution;
    if (!map.distributed()
        && (map.reader() != null || map.batcher() != null || map.writer() != null)) {
      // AWS creates such a machine and fails its executions.
      throw StateFailure.runtime(
          "The ItemReader, ItemBatcher and ResultWriter fields are not supported for INLINE maps");
    }
    JsonNode effective = flow.effectiveInput();
    Scope scope = Scope.of(execution, frame, effective);
    Children children = new Children();
    frame.effective = effective;
    ArrayNode items = map.reader() == null ? items(map, scope, effective, flow) : null;
    Numbers numbers = new Numbers(scope);
    long concurrency = numbers.integer(map.maxConcurrency(), 0);
    if (concurrency < 0) {
      throw refused(map, "MaxConcurrency", "MaxConcurrency cannot be negative.");
    }
    int most = map.distributed() ? DISTRIBUTED_CONCURRENCY : INLINE_CONCURRENCY;
    children.concurrency = concurrency == 0 ? most : (int) Math.min(concurrency, most);
    flow.inspectNumber("maxConcurrency", concurrency);
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            "MapStateStarted",
            EventDetails.of(
                "mapStateStartedEventDetails",
                EventDetails.number("length", items == null ? 0 : items.size())));
    tolerance(map, numbers, children, flow);
    frame.children = children;
    frame.phase = Frame.Phase.CHILDREN;
    if (execution.inspection != null) {
      inspectItems(frame, map, items, execution.inspection, flow);
      step.command(new Command.MockChildren(execution.ticket(frame)));
      return;
    }
    if (map.distributed()) {
      startRun(frame, map, children);
    }
    State.ItemReader reader = map.reader();
    if (reader != null) {
      read(frame, reader, scope, numbers);
    } else if (items != null) {
      step.fanout.itemsKnown(frame, items);
    }
  }

  /** What the children would be given, for TestState. */
  private void inspectItems(
      Frame frame,
      State.MapState map,
      @Nullable ArrayNode items,
      Inspection inspection,
      DataFlow flow) {
    ArrayNode known = items;
    if (inspection.readerItems != null) {
      Scope scope = Scope.of(step.execution, frame, frame.input);
      State.ItemReader reader = map.reader();
      JsonNode read = inspection.readerItems;
      if (reader != null && reader.itemsPointer() != null) {
        read = read.at(scope.evaluate(reader.itemsPointer()).asString(""));
        flow.inspect("afterItemsPointer", read);
      }
      if (!(read instanceof ArrayNode array)) {
        throw StateFailure.reported(
            Errors.ITEM_READER, "Attempting to map over non-iterable node.");
      }
      known = array;
    }
    if (known == null) {
      return;
    }
    if (map.itemSelector() != null) {
      ArrayNode selected = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < known.size(); i++) {
        selected.add(Fanout.select(step.execution, frame, map, i, known.get(i)));
      }
      flow.inspect("afterItemSelector", selected);
    }
    if (map.batcher() != null) {
      flow.inspect(
          "afterItemBatcher", new Batches(step.execution, frame, map, map.batcher()).of(known));
    }
  }

  private static ArrayNode items(
      State.MapState map, Scope scope, JsonNode effective, DataFlow flow) {
    switch (map.items()) {
      case State.Items.Path(var reference) -> {
        JsonNode items = scope.path(reference);
        if (!(items instanceof ArrayNode array)) {
          throw StateFailure.runtime(
              "Reference path \"%s\" must point to array.".formatted(reference.pathText()));
        }
        flow.inspect("afterItemsPath", items);
        return array;
      }
      case State.Items.Value(Template template) -> {
        return (ArrayNode) array(scope.typed(template, "array"));
      }
      case null -> {
        if (effective instanceof ArrayNode array) {
          return array;
        }
        throw map.jsonata()
            ? StateFailure.evaluation(
                null, "Map state input must be an array but was: " + effective)
            : StateFailure.runtime("Reference path \"$\" must point to array.");
      }
    }
  }

  /** A literal that is no array is AWS's to refuse when the machine is created. */
  private static JsonNode array(JsonNode value) {
    if (value instanceof ArrayNode) {
      return value;
    }
    throw StateFailure.evaluation("Items", "Map state input must be an array but was: " + value);
  }

  private static void tolerance(
      State.MapState map, Numbers numbers, Children children, DataFlow flow) {
    children.toleratedCount = numbers.integer(map.toleratedCount(), 0);
    if (map.toleratedCount() != null) {
      if (children.toleratedCount < 0) {
        throw refused(map, "ToleratedFailureCount", "ToleratedFailureCount cannot be negative.");
      }
      flow.inspectNumber("toleratedFailureCount", children.toleratedCount);
    }
    children.toleratedPercentage = numbers.decimal(map.toleratedPercentage(), 0);
    if (map.toleratedPercentage() != null) {
      if (!(children.toleratedPercentage >= 0 && children.toleratedPercentage <= 100)) {
        throw refused(
            map,
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentage must be between 0 and 100.");
      }
      if (flow.inspecting()) {
        flow.inspectDecimal("toleratedFailurePercentage", children.toleratedPercentage);
      }
    }
  }

  private static StateFailure refused(State.MapState map, String field, String cause) {
    return map.jsonata() ? StateFailure.refused(field, cause) : StateFailure.runtime(cause);
  }

  private void startRun(Frame frame, State.MapState map, Children children) {
    Execution execution = step.execution;
    Identity identity = execution.identity;
    children.runName = map.label() == null ? execution.uuid() : map.label();
    children.runArn =
        identity.machineArn().replace(":stateMachine:", ":mapRun:")
            + "/"
            + children.runName
            + ":"
            + execution.uuid();
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            "MapRunStarted",
            EventDetails.of(
                "mapRunStartedEventDetails", EventDetails.plain("mapRunArn", children.runArn)));
    children.runStarted = frame.last;
  }

  private void read(Frame frame, State.ItemReader reader, Scope scope, Numbers numbers) {
    JsonNode arguments = evaluateOrEmpty(scope, reader.arguments());
    long maxItems = numbers.integer(reader.maxItems(), 0);
    if (maxItems < 0) {
      step.fanout.runFailed(
          frame, StateFailure.reported(Errors.ITEM_READER, "field MaxItems must be positive"));
      return;
    }
    JsonNode config = reader.config();
    if (reader.itemsPointer() != null
        && config instanceof tools.jackson.databind.node.ObjectNode object) {
      config = object.deepCopy().set("ItemsPointer", scope.evaluate(reader.itemsPointer()));
    }
    frame.phase = Frame.Phase.READING;
    step.command(
        new Command.ReadItems(
            step.execution.ticket(frame), reader.resource(), arguments, config, maxItems));
  }

  static JsonNode evaluateOrEmpty(Scope scope, @Nullable Template template) {
    return template == null ? JsonNodeFactory.instance.objectNode() : scope.evaluate(template);
  }
}

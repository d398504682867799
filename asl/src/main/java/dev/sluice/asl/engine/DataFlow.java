package dev.sluice.asl.engine;

import dev.sluice.asl.model.Reference;
import dev.sluice.asl.model.ResultPath;
import dev.sluice.asl.model.State;
import dev.sluice.asl.model.Template;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** InputPath to OutputPath, Arguments to Output, and Assign. */
final class DataFlow {
  private final Execution execution;
  private final Frame frame;
  private final State state;
  private final State.Common common;

  DataFlow(Execution execution, Frame frame) {
    this.execution = execution;
    this.frame = frame;
    this.state = frame.current();
    this.common = state.common();
  }

  /** What leaves a state: its output and the variables it sets. */
  record Exit(JsonNode output, @Nullable ObjectNode assigned) {}

  /** The input after InputPath. */
  JsonNode effectiveInput() {
    Reference path = common.inputPath();
    JsonNode effective =
        path == null ? empty() : Scope.of(execution, frame, frame.input).path(path);
    if (!state.jsonata() && !(state instanceof State.Parallel)) {
      inspect("afterInputPath", effective);
    }
    return effective;
  }

  /** What a task or a branch is given. */
  JsonNode arguments(JsonNode effective) {
    Template parameters = common.parameters();
    JsonNode arguments =
        parameters == null ? effective : Scope.of(execution, frame, effective).evaluate(parameters);
    if (state instanceof State.Task || state instanceof State.Pass) {
      if (!state.jsonata()) {
        inspect("afterParameters", arguments);
      } else if (parameters != null) {
        inspect("afterArguments", arguments);
      }
    }
    return arguments;
  }

  /** From what a task, a Pass or the branches gave. */
  Exit result(JsonNode result) {
    if (state.jsonata()) {
      Scope scope = Scope.result(execution, frame, result);
      if (state instanceof State.Pass) {
        scope = Scope.of(execution, frame, frame.input);
      }
      return new Exit(output(common.output(), scope, result), assign(common.assign(), scope));
    }
    Scope scope = Scope.result(execution, frame, result);
    Template selector = common.resultSelector();
    JsonNode selected = selector == null ? result : scope.evaluate(selector);
    inspect("afterResultSelector", selected);
    JsonNode placed = place(common.resultPath(), selected);
    inspect("afterResultPath", placed);
    ObjectNode assigned = assign(common.assign(), scope);
    return new Exit(outputPath(placed), assigned);
  }

  /** From a state that has no result: its input goes on. */
  Exit passOn(JsonNode effective, @Nullable Template assign, @Nullable Template output) {
    Scope scope = Scope.of(execution, frame, effective);
    if (state.jsonata()) {
      return new Exit(output(output, scope, effective), assign(assign, scope));
    }
    ObjectNode assigned = assign(assign, scope);
    return new Exit(outputPath(effective), assigned);
  }

  /** From an error that a Catch took. */
  Exit caught(
      ObjectNode errorOutput,
      @Nullable ResultPath resultPath,
      @Nullable Template assign,
      @Nullable Template output) {
    Scope scope = Scope.error(execution, frame, errorOutput);
    if (state.jsonata()) {
      return new Exit(output(output, scope, errorOutput), assign(assign, scope));
    }
    return new Exit(place(resultPath, errorOutput), assign(assign, scope));
  }

  private static JsonNode output(@Nullable Template output, Scope scope, JsonNode otherwise) {
    return output == null ? otherwise : scope.evaluate(output);
  }

  private static @Nullable ObjectNode assign(@Nullable Template assign, Scope scope) {
    return assign != null && scope.evaluate(assign) instanceof ObjectNode values ? values : null;
  }

  private JsonNode place(@Nullable ResultPath path, JsonNode result) {
    if (path == null) {
      return frame.input;
    }
    if (path.isRoot()) {
      return result;
    }
    try {
      return path.set(frame.input, result);
    } catch (RuntimeException e) {
      throw StateFailure.state(
          Errors.RESULT_PATH,
          "Unable to apply ReferencePath %s to input %s".formatted(path.text(), frame.input));
    }
  }

  private JsonNode outputPath(JsonNode output) {
    Reference path = common.outputPath();
    if (path == null) {
      return empty();
    }
    return path.isInputRoot() ? output : Scope.of(execution, frame, output).path(path);
  }

  private static JsonNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  void inspect(String stage, JsonNode value) {
    if (execution.inspection != null) {
      execution.inspection.seen.put(stage, value.toString());
    }
  }

  boolean inspecting() {
    return execution.inspection != null;
  }

  void inspectDecimal(String stage, double value) {
    if (execution.inspection != null) {
      execution.inspection.seen.put(stage, value);
    }
  }

  void inspectNumber(String stage, long value) {
    if (execution.inspection != null) {
      execution.inspection.seen.put(stage, value);
    }
  }
}

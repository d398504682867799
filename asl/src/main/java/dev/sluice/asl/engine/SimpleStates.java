package dev.sluice.asl.engine;

import dev.sluice.asl.engine.DataFlow.Exit;
import dev.sluice.asl.model.ChoiceRule;
import dev.sluice.asl.model.State;
import dev.sluice.asl.model.Template;
import tools.jackson.databind.JsonNode;

/** The states that wait for nothing. */
final class SimpleStates {
  private final Step step;

  SimpleStates(Step step) {
    this.step = step;
  }

  void pass(Frame frame, State.Pass pass, DataFlow flow) {
    JsonNode result = pass.result();
    if (result != null) {
      flow.inspect("result", result);
    } else if (pass.jsonata()) {
      result = frame.input;
    } else {
      result = flow.arguments(flow.effectiveInput());
    }
    step.leave(frame, flow.result(result));
  }

  void succeed(Frame frame, DataFlow flow) {
    JsonNode effective = flow.effectiveInput();
    State.Common common = frame.current().common();
    step.leave(frame, flow.passOn(effective, null, common.output()));
  }

  void fail(Frame frame, State.Fail fail, DataFlow flow) {
    Scope scope =
        Scope.of(step.execution, frame, fail.jsonata() ? frame.input : flow.effectiveInput());
    String error = fail.error() == null ? null : text(scope, fail.error());
    String cause = fail.cause() == null ? null : text(scope, fail.cause());
    throw StateFailure.reported(error, cause);
  }

  private static String text(Scope scope, Template template) {
    JsonNode value = scope.typed(template, "string");
    return value.isString() ? value.asString() : value.toString();
  }

  void choose(Frame frame, State.Choice choice, DataFlow flow) {
    JsonNode effective = flow.effectiveInput();
    ChoiceRule rule = new Choices(Scope.of(step.execution, frame, effective)).first(choice.rules());
    if (rule == null && choice.otherwise() == null) {
      throw StateFailure.runtime(
          "Failed to transition out of the state. The state does not point to a next state.");
    }
    Exit exit =
        rule == null
            ? flow.passOn(effective, choice.common().assign(), choice.common().output())
            : flow.passOn(effective, rule.assign(), rule.output());
    step.leave(frame, exit, rule == null ? choice.otherwise() : rule.next());
  }
}

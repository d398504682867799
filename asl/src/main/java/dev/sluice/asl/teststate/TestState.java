package dev.sluice.asl.teststate;

import dev.sluice.asl.engine.Command;
import dev.sluice.asl.engine.Decision;
import dev.sluice.asl.engine.Event;
import dev.sluice.asl.engine.Execution;
import dev.sluice.asl.engine.Identity;
import dev.sluice.asl.engine.Inspection;
import dev.sluice.asl.engine.Outcome;
import dev.sluice.asl.engine.Step;
import dev.sluice.asl.engine.Tolerance;
import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.model.Block;
import dev.sluice.asl.model.DefinitionException;
import dev.sluice.asl.model.QueryLanguage;
import dev.sluice.asl.model.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs one state once, with mocks in place of what is outside of it. */
public final class TestState {
  private final TestStateRequest request;
  private final State state;
  private final Inspection inspection;
  private final Execution execution;
  private final Instant now;
  private @Nullable HistoryEvent exited;

  private TestState(TestStateRequest request, Instant now) {
    this.request = request;
    this.now = now;
    this.state = state(request);
    this.inspection = new Inspection(request.context(), request.retries(), request.readerItems());
    Map<String, JsonNode> variables = new HashMap<>();
    if (request.variables() != null) {
      request.variables().properties().forEach(e -> variables.put(e.getKey(), e.getValue()));
    }
    AslMachine machine =
        new AslMachine(
            request.definition(),
            new Block(state.name(), Map.of(state.name(), state)),
            QueryLanguage.JSONPATH,
            null,
            null);
    String name = "test-state";
    String prefix = "arn:aws:states:us-east-1:111111111111:";
    this.execution =
        Execution.inspected(
            machine,
            new Identity(
                prefix + "express:" + name + ":" + name,
                name,
                prefix + "stateMachine:" + name,
                name,
                request.roleArn(),
                now,
                null),
            request.input(),
            variables,
            inspection);
  }

  /** Throws {@link DefinitionException} where there is no such state. */
  public static TestStateResult run(TestStateRequest request, Instant now) {
    return new TestState(request, now).run();
  }

  private static State state(TestStateRequest request) {
    JsonNode definition = request.definition();
    String name = request.stateName();
    if (!definition.has("States")) {
      return AslMachine.state(definition, name == null ? "StateName" : name);
    }
    AslMachine machine = AslMachine.of(definition);
    State found = machine.block().find(name == null ? machine.block().startAt() : name);
    if (found == null) {
      throw new DefinitionException("State not found: " + name, "/States");
    }
    return found;
  }

  private TestStateResult run() {
    Decision decision = Step.advance(execution, new Event.Started(), now);
    while (exited == null && decision.outcome() == null) {
      Event event = decision.ready() ? new Event.Continue() : answer(decision.commands());
      decision = Step.advance(execution, event, now);
      for (HistoryEvent seen : decision.events()) {
        if (seen.type().endsWith("StateExited")) {
          exited = seen;
        }
      }
    }
    return result(decision.outcome());
  }

  private Event answer(List<Command> commands) {
    for (Command command : commands) {
      switch (command) {
        case Command.SetTimer(int ticket, Command.Timer timer, Instant _)
            when timer == Command.Timer.WAIT -> {
          return new Event.TimerFired(ticket, timer);
        }
        case Command.RunTask task -> {
          return task(task.ticket());
        }
        case Command.MockChildren(int ticket) -> {
          return children(ticket);
        }
        default -> {}
      }
    }
    return new Event.Aborted("States.Runtime", "Nothing is left to do.");
  }

  private Event task(int ticket) {
    TestStateRequest.Mock mock = request.mock();
    if (mock == null) {
      return new Event.TaskFailed(
          ticket, "States.TaskFailed", "The task is not mocked: there is nothing to call here.");
    }
    return mock.result() != null
        ? new Event.TaskSucceeded(ticket, mock.result())
        : new Event.TaskFailed(ticket, mock.error(), mock.cause());
  }

  private Event children(int ticket) {
    TestStateRequest.Mock mock = request.mock();
    if (mock != null && mock.result() == null) {
      return new Event.ChildrenFailed(ticket, mock.error(), mock.cause());
    }
    if (exceeded()) {
      return new Event.ChildrenFailed(
          ticket,
          "States.ExceedToleratedFailureThreshold",
          "The specified tolerated failure threshold was exceeded");
    }
    return mock == null
        ? new Event.ChildrenFailed(ticket, "States.TaskFailed", "The children are not mocked.")
        : new Event.ChildrenMocked(ticket, Objects.requireNonNull(mock.result()));
  }

  /** Only where the Map says what it tolerates. */
  private boolean exceeded() {
    int failures = request.iterationFailures();
    JsonNode count = inspection.seen().get("toleratedFailureCount");
    JsonNode percentage = inspection.seen().get("toleratedFailurePercentage");
    if (failures == 0 || (count == null && percentage == null)) {
      return false;
    }
    JsonNode results = request.mock() == null ? null : request.mock().result();
    int total = results == null ? failures : Math.max(1, results.size());
    return new Tolerance(
            count == null ? null : count.asLong(0),
            percentage == null ? null : percentage.asDouble(0))
        .exceeded(failures, total);
  }

  private TestStateResult result(@Nullable Outcome outcome) {
    ObjectNode data = inspection.seen();
    data.put("input", request.input().toString());
    if (request.variables() != null && !request.variables().isEmpty()) {
      data.put("variables", request.variables().toString());
    }
    if (inspection.retryIndex() >= 0 || inspection.catchIndex() >= 0) {
      ObjectNode details = data.putObject("errorDetails");
      if (inspection.retryIndex() >= 0) {
        details.put("retryIndex", inspection.retryIndex());
      }
      if (inspection.backoff() >= 0) {
        details.put("retryBackoffIntervalSeconds", (long) inspection.backoff());
      }
      if (inspection.catchIndex() >= 0) {
        details.put("catchIndex", inspection.catchIndex());
      }
    }
    return new Results(exited, execution).of(outcome, inspection, request.level());
  }
}

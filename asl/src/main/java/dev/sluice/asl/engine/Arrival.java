package dev.sluice.asl.engine;

import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.model.State;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What an event that arrives does to the execution: whose it is, and whether it is too late. */
final class Arrival {
  private final Step step;
  private final Execution execution;

  Arrival(Step step) {
    this.step = step;
    this.execution = step.execution;
  }

  void handle(Event event) {
    switch (event) {
      case Event.Started() -> start();
      case Event.Continue() -> {
        Frame frame = execution.ready.poll();
        if (frame != null) {
          step.run(frame);
        }
      }
      case Event.Aborted(String error, String cause) -> {
        step.emit(
            execution.log,
            0,
            "ExecutionAborted",
            EventDetails.failure("executionAbortedEventDetails", error, cause));
        execution.outcome = new Outcome.Aborted(error, cause);
      }
      case Event.TimerFired(int ticket, Command.Timer timer) -> timer(ticket, timer);
      case Event.TaskStarted(int ticket, String worker) ->
          at(ticket, frame -> step.tasks.started(frame, worker));
      case Event.TaskSubmitted(int ticket, JsonNode output) ->
          at(ticket, frame -> step.tasks.submitted(frame, output));
      case Event.TaskSucceeded(int ticket, JsonNode output) ->
          at(ticket, frame -> step.tasks.succeeded(frame, output));
      case Event.TaskFailed(int ticket, String error, String cause) ->
          at(ticket, frame -> step.tasks.failed(frame, error, cause));
      case Event.TaskTimedOut(int ticket, String error, String cause) ->
          at(ticket, frame -> step.tasks.timedOut(frame, error, cause, null));
      case Event.Heartbeat(int ticket) -> at(ticket, step.tasks::heartbeat);
      case Event.ItemsRead(int ticket, JsonNode items) ->
          at(ticket, frame -> step.fanout.itemsRead(frame, items));
      case Event.ItemsFailed(int ticket, String cause) ->
          at(
              ticket,
              frame ->
                  step.fanout.runFailed(frame, StateFailure.reported(Errors.ITEM_READER, cause)));
      case Event.ResultsWritten(int ticket, JsonNode result) ->
          at(ticket, frame -> step.fanout.written(frame, result));
      case Event.ResultsFailed(int ticket, String cause) ->
          at(
              ticket,
              frame ->
                  step.fanout.runFailed(frame, StateFailure.reported(Errors.RESULT_WRITER, cause)));
      case Event.ChildrenMocked(int ticket, JsonNode result) ->
          at(ticket, frame -> step.leave(frame, new DataFlow(execution, frame).result(result)));
      case Event.ChildrenFailed(int ticket, String error, String cause) ->
          at(
              ticket,
              frame -> {
                throw StateFailure.reported(error, cause);
              });
    }
  }

  private void start() {
    step.emit(
        execution.log,
        0,
        "ExecutionStarted",
        EventDetails.of(
            "executionStartedEventDetails",
            EventDetails.document("input", execution.input),
            EventDetails.plain("roleArn", execution.identity.roleArn())));
    Instant deadline = execution.deadline();
    if (deadline != null) {
      step.command(new Command.SetTimer(0, Command.Timer.EXECUTION_TIMEOUT, deadline));
    }
    execution.ready.add(execution.root);
  }

  private void at(int ticket, Step.Turn turn) {
    Frame frame = execution.waiting.get(ticket);
    if (frame != null && frame.ticket == ticket) {
      step.guarded(frame, turn);
    }
  }

  private void timer(int ticket, Command.Timer timer) {
    if (timer == Command.Timer.EXECUTION_TIMEOUT) {
      Instant deadline = execution.deadline();
      if (deadline != null && !step.now.isBefore(deadline)) {
        step.emit(
            execution.log,
            0,
            "ExecutionTimedOut",
            EventDetails.failure("executionTimedOutEventDetails", Errors.TIMEOUT, null));
        execution.outcome = new Outcome.TimedOut();
      }
      return;
    }
    at(
        ticket,
        frame -> {
          switch (timer) {
            case WAIT -> {
              DataFlow flow = new DataFlow(execution, frame);
              JsonNode effective = frame.effective == null ? frame.input : frame.effective;
              State.Common common = frame.current().common();
              step.leave(frame, flow.passOn(effective, common.assign(), common.output()));
            }
            case RETRY -> {
              step.release(frame);
              frame.phase = Frame.Phase.AGAIN;
              execution.ready.add(frame);
            }
            case TASK_TIMEOUT, HEARTBEAT -> step.tasks.timer(frame, timer);
            case EXECUTION_TIMEOUT -> {}
          }
        });
  }
}

package dev.sluice.asl.engine;

import dev.sluice.asl.engine.DataFlow.Exit;
import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.model.Catcher;
import dev.sluice.asl.model.Retrier;
import dev.sluice.asl.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** From a failure to Retry, Catch or the end. */
final class Recoveries {
  private final Step step;

  Recoveries(Step step) {
    this.step = step;
  }

  static List<Retrier> retriers(State state) {
    return recovery(state).retriers();
  }

  private static State.Recovery recovery(State state) {
    return switch (state) {
      case State.Task task -> task.recovery();
      case State.Parallel parallel -> parallel.recovery();
      case State.MapState map -> map.recovery();
      case State.Pass _, State.Succeed _, State.Fail _, State.Wait _, State.Choice _ ->
          State.Recovery.NONE;
    };
  }

  void handle(Frame frame, StateFailure raised) {
    State state = frame.current();
    StateFailure failure = prefixed(frame, state, raised);
    if (raised.isRuntime()) {
      // Neither Retry nor Catch nor any state around it is asked: the execution is over.
      step.fanout.abandon(frame, false);
      step.release(frame);
      Frame top = frame;
      while (!top.top() && top.parent != null) {
        top = top.parent;
      }
      if (top != frame) {
        step.fanout.abandon(top, false);
      }
      step.failed(top, frame.last, failure.error(), failure.reason());
      return;
    }
    if (raised.isEvaluation()) {
      recordEvaluation(frame, raised, failure, previousOf(frame, raised));
    }
    step.fanout.abandon(frame, true);
    if (retry(frame, state, failure)) {
      return;
    }
    step.release(frame);
    long before = frame.last;
    failedEvent(frame, state);
    Catcher catcher = catcher(state, failure);
    if (catcher != null) {
      try {
        step.leave(frame, exit(frame, failure, catcher), catcher.next());
        return;
      } catch (Step.HistoryFull full) {
        throw full;
      } catch (RuntimeException | StackOverflowError thrown) {
        StateFailure again = Step.failureOf(thrown);
        failure = prefixed(frame, state, again);
        if (again.isEvaluation()) {
          recordEvaluation(frame, again, failure, before);
        }
        if (!again.isRuntime()) {
          failedEvent(frame, state);
        }
      }
    }
    step.fanout.frameFailed(frame, failure);
  }

  private StateFailure prefixed(Frame frame, State state, StateFailure failure) {
    boolean bare =
        failure.origin() == StateFailure.Origin.REPORTED || step.execution.inspection != null;
    return failure.passedOn(
        bare
            ? failure.reason()
            : "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
                .formatted(state.name(), frame.enteredEvent, failure.reason()));
  }

  /** An expression that fails at once is recorded from where the state was entered from. */
  private static long previousOf(Frame frame, StateFailure raised) {
    return raised.origin() == StateFailure.Origin.EVALUATION && frame.last == frame.enteredEvent
        ? frame.enteredPrevious
        : frame.last;
  }

  private void recordEvaluation(
      Frame frame, StateFailure raised, StateFailure failure, long previous) {
    frame.last =
        step.emit(
            frame.log,
            previous,
            "EvaluationFailed",
            EventDetails.of(
                "evaluationFailedEventDetails",
                EventDetails.plain("error", failure.error()),
                EventDetails.plain("cause", failure.reason()),
                EventDetails.plain("location", raised.location()),
                EventDetails.plain("state", frame.state)));
  }

  private void failedEvent(Frame frame, State state) {
    if (state instanceof State.Parallel || state instanceof State.MapState) {
      frame.last = step.emit(frame.log, frame.last, state.type() + "StateFailed", null);
    }
  }

  private boolean retry(Frame frame, State state, StateFailure failure) {
    List<Retrier> retriers = retriers(state);
    for (int i = 0; i < retriers.size(); i++) {
      Retrier retrier = retriers.get(i);
      if (!matches(retrier.errors(), failure)) {
        continue;
      }
      if (step.execution.inspection != null) {
        return tested(step.execution.inspection, i, retrier, failure);
      }
      if (frame.attempts[i] >= retrier.maxAttempts()) {
        return false;
      }
      double seconds = retrier.delay(++frame.attempts[i]);
      if (retrier.fullJitter()) {
        seconds *= (step.execution.random() >>> 11) * 0x1.0p-53;
      }
      step.release(frame);
      step.execution.held.release(frame);
      frame.children = null;
      frame.retryCount++;
      frame.phase = Frame.Phase.RETRY;
      Instant at = step.now.plus(Duration.ofMillis((long) (seconds * 1000)));
      step.command(new Command.SetTimer(step.execution.ticket(frame), Command.Timer.RETRY, at));
      return true;
    }
    return false;
  }

  /** TestState says whether it would retry, and when, instead of doing so. */
  private boolean tested(Inspection inspection, int index, Retrier retrier, StateFailure failure) {
    inspection.retryIndex = index;
    if (inspection.retries >= retrier.maxAttempts()) {
      return false;
    }
    inspection.backoff = retrier.delay(inspection.retries + 1);
    step.execution.outcome = new Outcome.Failed(failure.error(), failure.reason());
    return true;
  }

  private @Nullable Catcher catcher(State state, StateFailure failure) {
    List<Catcher> catchers = recovery(state).catchers();
    for (int i = 0; i < catchers.size(); i++) {
      if (matches(catchers.get(i).errors(), failure)) {
        if (step.execution.inspection != null) {
          step.execution.inspection.catchIndex = i;
        }
        return catchers.get(i);
      }
    }
    return null;
  }

  private Exit exit(Frame frame, StateFailure failure, Catcher catcher) {
    ObjectNode errorOutput = JsonNodeFactory.instance.objectNode();
    // AWS gives both, empty where there is none: a caught timeout has the cause "".
    errorOutput.put("Error", Objects.requireNonNullElse(failure.error(), ""));
    errorOutput.put("Cause", Objects.requireNonNullElse(failure.reason(), ""));
    if (step.execution.inspection != null) {
      step.execution.inspection.errorOutput = errorOutput;
    }
    return new DataFlow(step.execution, frame)
        .caught(errorOutput, catcher.resultPath(), catcher.assign(), catcher.output());
  }

  private static boolean matches(List<String> names, StateFailure failure) {
    String error = failure.error();
    for (String name : names) {
      boolean hit =
          switch (name) {
            case Errors.ALL -> !Errors.DATA_LIMIT.equals(error) && !Errors.RUNTIME.equals(error);
            case Errors.TASK_FAILED ->
                !Errors.TIMEOUT.equals(error)
                    && !Errors.DATA_LIMIT.equals(error)
                    && !Errors.RUNTIME.equals(error);
            default -> name.equals(error) || name.equals(failure.alias());
          };
      if (hit) {
        return true;
      }
    }
    return false;
  }
}

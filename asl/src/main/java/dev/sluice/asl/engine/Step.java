package dev.sluice.asl.engine;

import dev.sluice.asl.engine.DataFlow.Exit;
import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of an execution. What comes of it depends on the execution, the event and the time given
 * and on nothing else, but for the language's own random functions.
 */
public final class Step {
  private static final List<Command> NO_COMMANDS = List.of();

  final Execution execution;
  final Instant now;
  final List<HistoryEvent> events = new ArrayList<>(4);
  private List<Command> commands = NO_COMMANDS;
  final Recoveries recoveries = new Recoveries(this);
  final Fanout fanout = new Fanout(this);
  final Tasks tasks = new Tasks(this);
  private final SimpleStates simple = new SimpleStates(this);

  private Step(Execution execution, Instant now) {
    this.execution = execution;
    this.now = now;
  }

  /** Changes the execution and says what to append and to do. Does nothing once it has ended. */
  public static Decision advance(Execution execution, Event event, Instant now) {
    Step step = new Step(execution, now);
    if (execution.outcome == null) {
      try {
        new Arrival(step).handle(event);
      } catch (HistoryFull full) {
        new HistoryLimit(step).reached(full.log);
      }
    }
    boolean ended = execution.outcome != null;
    if (ended) {
      execution.ready.clear();
      execution.waiting.clear();
    }
    return new Decision(step.events, step.commands, !ended && execution.ready(), execution.outcome);
  }

  /** What a frame does when it is given a turn or an answer. */
  interface Turn {
    void take(Frame frame);
  }

  /** Whatever goes wrong inside a state is the state's failure. */
  void guarded(Frame frame, Turn turn) {
    try {
      turn.take(frame);
    } catch (HistoryFull full) {
      throw full;
    } catch (RuntimeException | StackOverflowError e) {
      recoveries.handle(frame, failureOf(e));
    }
  }

  static StateFailure failureOf(Throwable thrown) {
    return switch (thrown) {
      case StateFailure failure -> failure;
      case StackOverflowError _ -> StateFailure.runtime("The data nests too deeply.");
      default -> StateFailure.runtime("Internal error: " + thrown.getMessage());
    };
  }

  void run(Frame frame) {
    State state = frame.current();
    if (frame.phase == Frame.Phase.READY) {
      frame.enter(Recoveries.retriers(state).size());
      frame.entered = now;
      frame.enteredPrevious = frame.last;
      frame.enteredEvent =
          emit(
              frame.log,
              frame.last,
              state.enteredEvent(),
              new EventDetails.Entered(state.name(), frame.input));
      frame.last = frame.enteredEvent;
    }
    try {
      attempt(frame, state);
    } catch (HistoryFull full) {
      throw full;
    } catch (RuntimeException | StackOverflowError e) {
      recoveries.handle(frame, failureOf(e));
    }
  }

  private void attempt(Frame frame, State state) {
    DataFlow flow = new DataFlow(execution, frame);
    switch (state) {
      case State.Pass pass -> simple.pass(frame, pass, flow);
      case State.Succeed _ -> simple.succeed(frame, flow);
      case State.Fail fail -> simple.fail(frame, fail, flow);
      case State.Choice choice -> simple.choose(frame, choice, flow);
      case State.Wait wait -> new Waits(this).begin(frame, wait, flow);
      case State.Task task -> tasks.begin(frame, task, flow);
      case State.Parallel parallel -> fanout.begin(frame, parallel, flow);
      case State.MapState map -> new MapStart(this).begin(frame, map, flow);
    }
  }

  void leave(Frame frame, Exit exit) {
    leave(frame, exit, frame.current().common().next());
  }

  /** Exits the state: on to the next, or the block is done. */
  @SuppressWarnings("ReferenceEquality") // the input itself was measured when it came
  void leave(Frame frame, Exit exit, @Nullable String next) {
    State state = frame.current();
    if (exit.output() != frame.input && DataSize.exceeds(exit.output(), DataSize.LIMIT)) {
      throw StateFailure.dataLimit(state.name());
    }
    ObjectNode assigned = exit.assigned();
    if (assigned != null) {
      Variables.assign(execution, frame, assigned);
    }
    release(frame);
    frame.last =
        emit(
            frame.log,
            frame.last,
            state.exitedEvent(),
            new EventDetails.Exited(state.name(), exit.output(), assigned));
    execution.held.release(frame);
    frame.children = null;
    if (next == null) {
      frame.phase = Frame.Phase.DONE;
      done(frame, exit.output());
    } else {
      frame.state = next;
      frame.input = exit.output();
      frame.phase = Frame.Phase.READY;
      execution.ready.add(frame);
    }
  }

  private void done(Frame frame, JsonNode output) {
    Variables.leave(execution, frame);
    Frame parent = frame.parent;
    if (frame.top()) {
      emit(
          frame.log,
          frame.last,
          "ExecutionSucceeded",
          EventDetails.of(
              "executionSucceededEventDetails", EventDetails.document("output", output)));
    }
    if (parent == null) {
      execution.outcome = new Outcome.Succeeded(output);
    } else {
      guarded(parent, p -> fanout.childDone(p, frame, output));
    }
  }

  /** The end of an execution, be it a child's, by failure. */
  void failed(Frame top, long previous, @Nullable String error, @Nullable String cause) {
    emit(
        top.log,
        previous,
        "ExecutionFailed",
        EventDetails.failure("executionFailedEventDetails", error, cause));
    Frame parent = top.parent;
    if (parent == null) {
      execution.outcome = new Outcome.Failed(error, cause);
    } else {
      guarded(parent, p -> fanout.childFailed(p, top, error, cause));
    }
  }

  /** The frame waits for nothing any more. */
  void release(Frame frame) {
    if (frame.ticket != 0) {
      execution.waiting.remove(frame.ticket);
      if (frame.phase != Frame.Phase.RETRY && frame.phase != Frame.Phase.WAITING) {
        command(new Command.Cancel(frame.ticket));
      }
      frame.ticket = 0;
    }
  }

  void command(Command command) {
    if (commands.isEmpty()) {
      commands = new ArrayList<>(2);
    }
    commands.add(command);
  }

  long emit(Log log, long previous, String type, @Nullable EventDetails details) {
    if (log.next >= Execution.MAX_EVENTS) {
      throw new HistoryFull(log);
    }
    long id = log.next++;
    events.add(new HistoryEvent(id, previous, type, now, details, log.execution));
    return id;
  }

  /** Unwinds a step whose history has no room. */
  static final class HistoryFull extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient Log log;

    HistoryFull(Log log) {
      super(null, null, false, false);
      this.log = log;
    }
  }
}

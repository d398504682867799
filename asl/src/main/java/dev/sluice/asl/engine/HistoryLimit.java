package dev.sluice.asl.engine;

import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/** What happens when a history has no room for another event. */
final class HistoryLimit {
  private final Step step;

  HistoryLimit(Step step) {
    this.step = step;
  }

  /** The last event there is room for says so; a child's history takes only the child with it. */
  void reached(Log full) {
    String cause =
        "The execution reached the maximum number of history events ("
            + Execution.MAX_EVENTS
            + ").";
    long id = full.next++;
    step.events.add(
        new HistoryEvent(
            id,
            id - 1,
            "ExecutionFailed",
            step.now,
            EventDetails.failure("executionFailedEventDetails", Errors.RUNTIME, cause),
            full.execution));
    Frame child = full == step.execution.log ? null : top(step.execution.root, full);
    Frame parent = child == null ? null : child.parent;
    if (child == null || parent == null) {
      step.execution.outcome = new Outcome.Failed(Errors.RUNTIME, cause);
      return;
    }
    try {
      step.fanout.abandon(child, false);
      step.release(child);
      step.execution.ready.remove(child);
      step.guarded(parent, p -> step.fanout.childFailed(p, child, Errors.RUNTIME, cause));
    } catch (Step.HistoryFull outer) {
      reached(outer.log);
    }
  }

  private static @Nullable Frame top(Frame frame, Log log) {
    if (frame.log == log) {
      return frame;
    }
    if (frame.children != null) {
      for (Frame child : frame.children.active) {
        Frame found = top(child, log);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}

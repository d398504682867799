package dev.sluice.asl.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a step is told. A ticket is the number a command was given; an event whose ticket is no
 * longer waited for changes nothing.
 */
public sealed interface Event {
  /** Begins the execution; once, first. */
  record Started() implements Event {}

  /** Goes on with what is ready. */
  record Continue() implements Event {}

  /** A worker took an activity's task. */
  record TaskStarted(int ticket, @Nullable String worker) implements Event {}

  /** A service accepted a job or a message whose end is still to come. */
  record TaskSubmitted(int ticket, JsonNode output) implements Event {}

  record TaskSucceeded(int ticket, JsonNode output) implements Event {}

  record TaskFailed(int ticket, @Nullable String error, @Nullable String cause) implements Event {}

  /** The task itself says that it ran out of time. */
  record TaskTimedOut(int ticket, @Nullable String error, @Nullable String cause)
      implements Event {}

  record Heartbeat(int ticket) implements Event {}

  /** The time of a {@link Command.SetTimer} has come. */
  record TimerFired(int ticket, Command.Timer timer) implements Event {}

  record ItemsRead(int ticket, JsonNode items) implements Event {}

  record ItemsFailed(int ticket, String cause) implements Event {}

  record ResultsWritten(int ticket, JsonNode result) implements Event {}

  record ResultsFailed(int ticket, String cause) implements Event {}

  /** In place of a Map's or Parallel's children: what TestState was given. */
  record ChildrenMocked(int ticket, JsonNode result) implements Event {}

  record ChildrenFailed(int ticket, @Nullable String error, @Nullable String cause)
      implements Event {}

  /** StopExecution. */
  record Aborted(@Nullable String error, @Nullable String cause) implements Event {}
}

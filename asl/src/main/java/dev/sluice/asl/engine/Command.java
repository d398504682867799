package dev.sluice.asl.engine;

import dev.sluice.asl.model.TaskResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a step asks for. Answered by an {@link Event} with the same ticket. */
public sealed interface Command {
  int ticket();

  /** What a timer is for. */
  enum Timer {
    WAIT,
    RETRY,
    TASK_TIMEOUT,
    HEARTBEAT,
    EXECUTION_TIMEOUT
  }

  /** Runs a task. {@code token} is there where the task ends by callback or is an activity. */
  record RunTask(
      int ticket,
      String state,
      TaskResource resource,
      JsonNode input,
      @Nullable String token,
      @Nullable String roleArn,
      @Nullable Integer timeoutSeconds,
      @Nullable Integer heartbeatSeconds,
      int retryCount)
      implements Command {}

  record SetTimer(int ticket, Timer timer, Instant at) implements Command {}

  /** Reads a distributed Map's items; {@code maxItems} 0 for all. */
  record ReadItems(int ticket, String resource, JsonNode arguments, JsonNode config, long maxItems)
      implements Command {}

  /** Writes a distributed Map's results, as {@code {"MapRunArn", "results": [...]}}. */
  record WriteResults(
      int ticket, String resource, JsonNode arguments, JsonNode config, JsonNode results)
      implements Command {}

  /** TestState only: asks for what a Map's or Parallel's children would have given. */
  record MockChildren(int ticket) implements Command {}

  /** Nobody waits for this ticket any more. */
  record Cancel(int ticket) implements Command {}
}

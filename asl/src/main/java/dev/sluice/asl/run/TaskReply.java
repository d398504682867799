package dev.sluice.asl.run;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What became of a task. */
public sealed interface TaskReply {
  record Succeeded(JsonNode output) implements TaskReply {}

  record Failed(@Nullable String error, @Nullable String cause) implements TaskReply {}

  /** The service says that time ran out, under the given name. */
  record TimedOut(@Nullable String error, @Nullable String cause) implements TaskReply {}

  /** Accepted; the end comes afterwards. */
  record Submitted(JsonNode output, TaskReply end) implements TaskReply {}

  /** A worker of that name took the activity's task. */
  record Taken(@Nullable String worker, TaskReply end) implements TaskReply {}

  /** The end comes by the token, or never. */
  record Pending() implements TaskReply {}
}

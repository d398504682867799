package dev.sluice.asl.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How an execution ended. */
public sealed interface Outcome {
  record Succeeded(JsonNode output) implements Outcome {}

  record Failed(@Nullable String error, @Nullable String cause) implements Outcome {}

  record TimedOut() implements Outcome {}

  record Aborted(@Nullable String error, @Nullable String cause) implements Outcome {}

  /** As DescribeExecution says it. */
  default String status() {
    return switch (this) {
      case Succeeded _ -> "SUCCEEDED";
      case Failed _ -> "FAILED";
      case TimedOut _ -> "TIMED_OUT";
      case Aborted _ -> "ABORTED";
    };
  }
}

package dev.sluice.asl.engine;

import org.jspecify.annotations.Nullable;

/** The event ids of one history: of the execution, or of one child of a distributed Map. */
final class Log {
  /** Null for the execution itself. */
  final @Nullable String execution;

  long next;

  Log(@Nullable String execution, long next) {
    this.execution = execution;
    this.next = next;
  }
}

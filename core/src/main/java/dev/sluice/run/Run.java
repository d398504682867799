package dev.sluice.run;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One intake's unit of work with its books as they stand. */
public record Run(
    UUID id,
    RunKey key,
    Status status,
    Instant startedAt,
    @Nullable Instant closedAt,
    Counts counts) {

  /** Of a run: it is over when nothing more can arrive and nothing is in flight. */
  public enum Status {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED
  }

  /**
   * Every record received has exactly one verdict or is in flight; a closed run has none in flight.
   */
  public boolean balanced() {
    return counts.inFlight() >= 0 && (closedAt == null || counts.settled());
  }
}

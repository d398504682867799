package dev.sluice.asl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of Retry. Seconds; {@code maxDelay} null where not capped. */
public record Retrier(
    List<String> errors,
    int interval,
    int maxAttempts,
    double backoffRate,
    @Nullable Integer maxDelay,
    boolean fullJitter) {

  /** The longest MaxDelaySeconds there is; what grows without one stops here. */
  private static final double LONGEST = 31_622_400;

  /** Seconds before the given attempt, 1 being the first retry, before jitter. */
  public double delay(int attempt) {
    double seconds = interval * Math.pow(backoffRate, attempt - 1);
    return Math.min(seconds, maxDelay == null ? LONGEST : maxDelay);
  }
}

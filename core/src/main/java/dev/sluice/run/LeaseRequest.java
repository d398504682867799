package dev.sluice.run;

import java.time.Duration;
import java.util.UUID;

/**
 * What a worker asks for.
 *
 * @param owner names the process, for operators
 * @param after the run served last: the next run in id order comes first, so that runs take turns
 * @param tenantCap batches of one tenant and kind that may be leased at once, over all processes
 */
public record LeaseRequest(
    RunKind kind, String owner, Duration duration, UUID after, int tenantCap) {

  /** Comes before every run. */
  public static final UUID FIRST = new UUID(0, 0);

  public LeaseRequest {
    if (tenantCap < 1) {
      throw new IllegalArgumentException(
          "a tenant cap of " + tenantCap + " would starve the tenant");
    }
  }
}

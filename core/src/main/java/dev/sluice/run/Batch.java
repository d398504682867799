package dev.sluice.run;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A leased unit of work with its payload.
 *
 * @param definition content hash of the definition it was accepted under
 * @param received records it holds, counted at acceptance
 * @param attempts handler failures so far; crashes are {@code rescues}
 * @param payload what the intake wrote at acceptance; only the intake of {@code key.kind()} can
 *     read it; empty where there is a claim
 * @param claim where its records lie; null where they are in the payload
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is never compared
public record Batch(
    UUID id,
    UUID run,
    RunKey key,
    String dataset,
    String definition,
    int received,
    int attempts,
    int rescues,
    byte[] payload,
    @Nullable Claim claim,
    String correlation,
    Instant acceptedAt) {

  /** What it was when it was made. */
  public NewBatch made() {
    return new NewBatch(id, run, key, dataset, definition, correlation);
  }
}

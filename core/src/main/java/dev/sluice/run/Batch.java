package dev.sluice.run;

import java.time.Instant;
import java.util.UUID;

/**
 * A leased unit of work with its payload.
 *
 * @param definition content hash of the definition it was accepted under
 * @param received records it holds, counted at acceptance
 * @param attempts handler failures so far; crashes are {@code rescues}
 * @param payload what the intake wrote at acceptance; only the intake of {@code key.kind()} can
 *     read it
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
    String correlation,
    Instant acceptedAt) {}

package dev.sluice.deadletter;

import dev.sluice.record.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One further try of a letter.
 *
 * @param records it stood for then
 * @param dead records of a try that used up its retries
 * @param record it became or is in conflict with, where it stood for one
 * @param code of the first error, where it failed again
 * @param settledAt null: under way
 */
public record Outcome(
    UUID letter,
    UUID run,
    UUID batch,
    long records,
    long stored,
    long duplicate,
    long rejected,
    long dead,
    @Nullable UUID record,
    @Nullable String code,
    List<FieldError> errors,
    Instant startedAt,
    @Nullable Instant settledAt) {}

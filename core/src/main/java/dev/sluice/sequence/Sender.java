package dev.sluice.sequence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sender as one feed knows it.
 *
 * @param source value of the dataset's source column
 * @param numbers null where its records have none
 * @param lastAt when the last of its records was accepted, whatever became of it
 */
public record Sender(
    String tenant, String feed, String source, @Nullable Numbers numbers, Instant lastAt) {}

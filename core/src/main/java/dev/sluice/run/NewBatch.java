package dev.sluice.run;

import java.util.UUID;

/**
 * A batch at its acceptance.
 *
 * @param id UUIDv7, chosen by the caller: accepting the same id again changes nothing
 * @param definition content hash of the definition it is accepted under
 * @param correlation joins log lines of the request, the batch and the worker
 */
public record NewBatch(
    UUID id, UUID run, RunKey key, String dataset, String definition, String correlation) {}

package dev.sluice.dataset;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as it lies in its dataset.
 *
 * @param columns the business columns that are not null, in schema order; numbers exact
 * @param time what listings are ordered by: the time column, or acceptance where there is none
 * @param fingerprint SHA-256, hex
 * @param md5 hex
 */
public record StoredRecord(
    UUID id,
    String tenant,
    ObjectNode columns,
    Instant time,
    Instant processedAt,
    String fingerprint,
    String md5,
    Origin origin) {

  /** Where it came from: the batch is of the run, the row (from 0) is in the batch. */
  public record Origin(UUID run, UUID batch, int row, String correlation) {}
}

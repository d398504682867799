package dev.sluice.record;

/**
 * How large a body of many records may be.
 *
 * @param bytes of the whole body, after decompression
 * @param records in it
 * @param record each of them
 */
public record BodyLimits(long bytes, long records, JsonLimits record) {

  public BodyLimits {
    if (bytes < 1 || records < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}

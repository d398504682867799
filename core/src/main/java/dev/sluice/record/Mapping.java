package dev.sluice.record;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns a sender's record into the dataset's shape. Pure and thread-safe; numbers stay exact. The
 * input is not changed, but the result may share nodes with it.
 */
public interface Mapping {

  /** Leaves the record as it is. */
  Mapping IDENTITY = record -> record;

  /**
   * The mapped record, or null where the mapping yields nothing.
   *
   * @throws MappingException if the mapping fails on this record
   */
  @Nullable JsonNode apply(JsonNode record);
}

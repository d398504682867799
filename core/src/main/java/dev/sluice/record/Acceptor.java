package dev.sluice.record;

import tools.jackson.databind.JsonNode;

/**
 * The short way through a schema: says that a value is certainly valid, and nothing else. What it
 * does not accept may be valid too; the validator decides, and finds the words for what is wrong.
 *
 * <p>Immutable and thread-safe.
 */
@FunctionalInterface
interface Acceptor {
  boolean accepts(JsonNode value);

  Acceptor ANYTHING = value -> true;
}

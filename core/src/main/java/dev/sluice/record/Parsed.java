package dev.sluice.record;

import tools.jackson.databind.JsonNode;

/** What strict reading made of some bytes. */
public sealed interface Parsed {

  /** One JSON value; numbers exact. */
  record Document(JsonNode root) implements Parsed {}

  /** Not one JSON value that we take. */
  record Refused(JsonProblem problem) implements Parsed {}
}

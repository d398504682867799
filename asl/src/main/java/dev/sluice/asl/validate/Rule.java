package dev.sluice.asl.validate;

import tools.jackson.databind.JsonNode;

/** What the value of a field must be. */
@FunctionalInterface
interface Rule {
  void check(JsonNode value, Place place);
}

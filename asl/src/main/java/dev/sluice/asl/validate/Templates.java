package dev.sluice.asl.validate;

import tools.jackson.databind.JsonNode;

/** Values with paths or expressions inside, as the query language has it. */
final class Templates {
  static final Rule TEMPLATE = Templates::template;

  private Templates() {}

  private static void template(JsonNode value, Place place) {
    if (place.jsonata()) {
      JsonataText.template(value, place);
    } else {
      PathText.template(value, place);
    }
  }
}

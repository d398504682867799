package dev.sluice.asl.validate;

import tools.jackson.databind.JsonNode;

/** Values with paths or expressions inside, as the query language has it. */
final class Templates {
  static final Rule TEMPLATE = Templates::template;

  /** A template that gives an object. */
  static final Rule OBJECT = Templates::object;

  private Templates() {}

  private static void object(JsonNode value, Place place) {
    boolean expression =
        place.jsonata() && value.isString() && JsonataText.isExpression(value.stringValue());
    if (value.isObject() || expression) {
      template(value, place);
    } else {
      place.wrongType("object", value);
    }
  }

  private static void template(JsonNode value, Place place) {
    if (place.jsonata()) {
      JsonataText.template(value, place);
    } else {
      PathText.template(value, place);
    }
  }
}

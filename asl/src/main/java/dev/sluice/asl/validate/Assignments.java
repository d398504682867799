package dev.sluice.asl.validate;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The variables of an Assign field. */
final class Assignments {
  private static final int MAX_NAME = 80;

  private Assignments() {}

  static void check(JsonNode assign, Place place) {
    if (!assign.isObject()) {
      place.wrongType("object", assign);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : assign.properties()) {
      String name = entry.getKey();
      if (!place.jsonata() && name.endsWith(".$")) {
        name = name.substring(0, name.length() - 2);
      }
      if (!isVariable(name)) {
        place.error("'" + name + "' is not a valid variable name");
      }
    }
    Templates.TEMPLATE.check(assign, place);
  }

  /** Unicode's identifiers, at most 80 characters; {@code states} is reserved. */
  private static boolean isVariable(String name) {
    int length = name.codePointCount(0, name.length());
    return length > 0
        && length <= MAX_NAME
        && !name.equals("states")
        && (Character.isUnicodeIdentifierStart(name.codePointAt(0)) || name.charAt(0) == '_')
        && name.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }
}

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
      if (name.equals("states")) {
        place.error("RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'.");
      } else if (!isVariable(name)) {
        place.error(
            "INVALID_VARIABLE_NAME",
            "Invalid variable name '%s': start it with a letter, use letters, digits and '_' only, at most %d of them"
                .formatted(name, MAX_NAME));
      }
    }
    Templates.TEMPLATE.check(assign, place);
  }

  /** Unicode's identifiers, at most 80 characters. */
  private static boolean isVariable(String name) {
    int length = name.codePointCount(0, name.length());
    return length > 0
        && length <= MAX_NAME
        && (Character.isUnicodeIdentifierStart(name.codePointAt(0)) || name.charAt(0) == '_')
        && name.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }
}

package dev.sluice.asl.validate;

import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSONata in definitions: texts between <code>{%</code> and <code>%}</code>, at any depth. */
final class JsonataText {
  private static final String OPEN = "{%";
  private static final String CLOSE = "%}";
  private static final String UNSUPPORTED = "UNSUPPORTED_JSONATA_EXPRESSION";

  private JsonataText() {}

  static boolean isExpression(String text) {
    return text.length() >= OPEN.length() + CLOSE.length()
        && text.startsWith(OPEN)
        && text.endsWith(CLOSE);
  }

  /** Checks every text within a value. */
  static void template(JsonNode value, Place place) {
    if (value.isString()) {
      check(value.stringValue(), place);
    } else if (value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        template(entry.getValue(), place.field(entry.getKey()));
      }
    } else {
      for (int i = 0; i < value.size(); i++) {
        template(value.get(i), place.item(i));
      }
    }
  }

  /** Requires an expression. */
  static void expression(JsonNode value, Place place) {
    if (!value.isString() || !isExpression(value.stringValue())) {
      place.error("Value must be a valid JSONata expression enclosed in {% and %}");
    } else {
      check(value.stringValue(), place);
    }
  }

  /** Checks a text that may be an expression or plain. */
  static void check(String text, Place place) {
    if (isExpression(text)) {
      compile(text.substring(OPEN.length(), text.length() - CLOSE.length()), place);
    } else if (text.startsWith(OPEN) || text.endsWith(CLOSE)) {
      place.error("JSONata string must start with {% and end with %}");
    }
  }

  private static void compile(String expression, Place place) {
    try {
      Jsonata.compile(expression.strip());
    } catch (JsonataException wrong) {
      place.error("INVALID_JSONATA_EXPRESSION", String.valueOf(wrong.getMessage()));
      return;
    } catch (StackOverflowError tooDeep) {
      place.error("INVALID_JSONATA_EXPRESSION", "The expression is nested too deeply");
      return;
    }
    JsonataReferences references = new JsonataReferences(expression);
    for (String name : references.atTopLevel()) {
      place.error(UNSUPPORTED, "Reference to '" + name + "' at the top level is not supported.");
    }
    for (String field : references.ofStates()) {
      if (!place.reach().allows(field)) {
        place.error(UNSUPPORTED, "Field '$states." + field + "' does not exist.");
      }
    }
  }
}

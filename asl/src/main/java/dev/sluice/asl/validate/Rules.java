package dev.sluice.asl.validate;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The rules for single values. */
final class Rules {
  private static final Pattern TIMESTAMP = Pattern.compile("[0-9TZ:.+-]+");

  static final Rule ANY = (value, place) -> {};
  static final Rule TEXT = Rules::text;
  static final Rule BOOLEAN = Rules::flag;
  static final Rule TIMESTAMP_TEXT = Rules::timestamp;
  static final Rule NUMBER = Rules::number;
  static final Rule QUERY_LANGUAGE = oneOf(Language.JSONPATH.label, Language.JSONATA.label);

  private Rules() {}

  private static void text(JsonNode value, Place place) {
    if (!value.isString()) {
      place.wrongType("string", value);
    }
  }

  private static void flag(JsonNode value, Place place) {
    if (!value.isBoolean()) {
      place.wrongType("boolean", value);
    }
  }

  private static void number(JsonNode value, Place place) {
    if (!value.isNumber()) {
      place.wrongType("number", value);
    }
  }

  /** RFC 3339 with an upper-case T and Z. */
  private static void timestamp(JsonNode value, Place place) {
    if (!value.isString()) {
      place.wrongType("string", value);
      return;
    }
    String text = value.stringValue();
    try {
      if (TIMESTAMP.matcher(text).matches()) {
        OffsetDateTime.parse(text);
        return;
      }
    } catch (DateTimeParseException wrong) {
      // worded below
    }
    place.error("String does not match RFC3339 timestamp");
  }

  /** One of the texts. */
  static Rule oneOf(String... allowed) {
    List<String> values = List.of(allowed);
    return (value, place) -> {
      if (!value.isString()) {
        place.wrongType("string", value);
      } else if (!values.contains(value.stringValue())) {
        place.error("Value should be one of the following: " + values);
      }
    };
  }

  /** A whole number, or an expression where the language is JSONata. */
  static Rule integer(long least, long most) {
    return (value, place) -> {
      if (place.jsonata() && value.isString()) {
        JsonataText.expression(value, place);
      } else if (!value.isIntegralNumber()) {
        place.wrongType("integer", value);
      } else {
        double number = value.doubleValue();
        range(number < least, number > most, least, most, place);
      }
    };
  }

  /** As {@link #integer}, but with a fraction. */
  static Rule decimal(long least, long most) {
    return (value, place) -> {
      if (place.jsonata() && value.isString()) {
        JsonataText.expression(value, place);
      } else if (!value.isNumber()) {
        place.wrongType("number", value);
      } else {
        double number = value.doubleValue();
        range(number < least, number > most, (double) least, (double) most, place);
      }
    };
  }

  /** The rule for a field that takes no expression in either language. */
  static Rule constant(Rule rule) {
    return (value, place) -> rule.check(value, place.in(Language.JSONPATH));
  }

  private static void range(boolean below, boolean above, Object least, Object most, Place place) {
    if (below) {
      place.error("Minimum value is " + least);
    } else if (above) {
      place.error("Maximum value is " + most);
    }
  }

  /** A text that may be an expression where the language is JSONata. */
  static void textOrExpression(JsonNode value, Place place) {
    if (!value.isString()) {
      place.wrongType("string", value);
    } else if (place.jsonata()) {
      JsonataText.check(value.stringValue(), place);
    }
  }

  static void timestampOrExpression(JsonNode value, Place place) {
    if (place.jsonata() && value.isString() && JsonataText.isExpression(value.stringValue())) {
      JsonataText.check(value.stringValue(), place);
    } else {
      timestamp(value, place);
    }
  }
}

package dev.sluice.record;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says what the validator found in our codes and words: a message without the value, and a hint
 * that helps.
 */
final class SchemaErrors {
  private SchemaErrors() {}

  static FieldError describe(Error error) {
    String keyword = error.getKeyword() == null ? "schema" : error.getKeyword();
    String code = RecordSchema.CODES.getOrDefault(keyword, kebab(keyword));
    String field = dotted(error.getInstanceLocation());
    @Nullable String property = error.getProperty();
    if (property != null && (code.equals("required") || code.equals("unknown-field"))) {
      field = field.isEmpty() ? property : field + "." + property;
    }
    @Nullable JsonNode value = error.getInstanceNode();
    String rule = rule(error);
    boolean digits = code.equals("scale") && hasMoreDigits(value, rule);
    if (code.equals("scale") && !digits) {
      code = "multiple-of";
    }
    return new FieldError(
        code,
        field,
        code.equals("required") || value == null ? null : shorten(value),
        message(keyword, rule, value),
        digits
            ? "send no more digits than " + rule + " has; nothing is rounded"
            : hint(keyword, rule));
  }

  /** Enough of a value to recognise it; large ones are not written out first. */
  static String shorten(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "{…} with " + value.size() + " properties";
      case ARRAY -> "[…] with " + value.size() + " items";
      case STRING -> {
        String text = value.stringValue();
        yield text.length() <= FieldError.VALUE_LENGTH
            ? value.toString()
            : '"' + text.substring(0, FieldError.VALUE_LENGTH);
      }
      default -> value.toString();
    };
  }

  private static String message(String keyword, String rule, @Nullable JsonNode value) {
    return switch (keyword) {
      case "required" -> "the field is missing";
      case "type" -> "must be " + rule + (value == null ? "" : ", is " + typeOf(value));
      case "format" -> "is not a valid " + rule;
      case "minimum" -> "must be at least " + rule;
      case "maximum" -> "must be at most " + rule;
      case "exclusiveMinimum" -> "must be more than " + rule;
      case "exclusiveMaximum" -> "must be less than " + rule;
      case "multipleOf" -> "must be a multiple of " + rule;
      case "enum" -> "is none of the allowed values";
      case "const" -> "is not the one allowed value";
      case "pattern" -> "does not match the pattern " + rule;
      case "minLength" -> "must have at least " + rule + " characters";
      case "maxLength" -> "must have at most " + rule + " characters";
      case "minItems" -> "must have at least " + rule + " items";
      case "maxItems" -> "must have at most " + rule + " items";
      case "additionalProperties", "unevaluatedProperties", "false" -> "the field is not known";
      default -> "does not satisfy " + keyword;
    };
  }

  private static String hint(String keyword, String rule) {
    return switch (keyword) {
      case "required" -> "send this field";
      case "type" -> "send a value of type " + rule;
      case "format" ->
          rule.equals("date-time")
              ? "send RFC 3339 with an offset, such as 2024-01-15T10:30:00Z"
              : "send a valid " + rule;
      case "enum" -> "one of " + rule;
      case "const" -> "send " + rule;
      case "multipleOf" -> "send a multiple of " + rule + "; nothing is rounded";
      case "additionalProperties", "unevaluatedProperties", "false" -> "leave this field out";
      default -> "change the value so that " + keyword + " " + rule + " holds";
    };
  }

  /** Whether a number has more digits after the point than what it is to be a multiple of. */
  private static boolean hasMoreDigits(@Nullable JsonNode value, String divisor) {
    try {
      return value != null
          && value.isNumber()
          && scale(value.decimalValue()) > scale(new BigDecimal(divisor));
    } catch (NumberFormatException e) {
      return false; // a divisor so long that it was cut
    }
  }

  private static int scale(BigDecimal number) {
    return Math.max(0, number.stripTrailingZeros().scale());
  }

  private static String rule(Error error) {
    @Nullable JsonNode node = error.getSchemaNode();
    if (node == null) {
      return "";
    }
    if (node.isObject()) {
      node = node.path(String.valueOf(error.getKeyword()));
    }
    String text =
        node.isString()
            ? node.stringValue()
            : node.isNumber() ? CanonicalJson.plain(node.decimalValue()) : node.toString();
    return text.length() > FieldError.VALUE_LENGTH
        ? text.substring(0, FieldError.VALUE_LENGTH) + "…"
        : text;
  }

  private static String typeOf(JsonNode value) {
    return value.isIntegralNumber()
        ? "integer"
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  static String dotted(NodePath path) {
    StringBuilder text = new StringBuilder();
    for (Object element : RecordSchema.elements(path)) {
      if (element instanceof Number index) {
        text.append('[').append(index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(element);
      }
    }
    return text.toString();
  }

  private static String kebab(String keyword) {
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < keyword.length(); i++) {
      char c = keyword.charAt(i);
      if (Character.isUpperCase(c)) {
        kebab.append('-').append(Character.toLowerCase(c));
      } else {
        kebab.append(c);
      }
    }
    return kebab.toString();
  }
}

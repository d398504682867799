package dev.sluice.asl.intrinsic;

import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Texts between single quotes: their escapes, and the holes that States.Format fills. */
final class Template {
  private static final String ESCAPED = "'{}\\";

  private Template() {}

  static JsonNode raw(String raw) {
    return StringNode.valueOf(raw);
  }

  /** The text without the backslashes before {@code ' { } \}; any other backslash stays. */
  static JsonNode literal(String raw) {
    if (raw.indexOf('\\') < 0) {
      return StringNode.valueOf(raw);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      if (escapes(raw, i)) {
        i++;
      }
      text.append(raw.charAt(i));
    }
    return StringNode.valueOf(text.toString());
  }

  private static boolean escapes(String raw, int at) {
    return raw.charAt(at) == '\\'
        && at + 1 < raw.length()
        && ESCAPED.indexOf(raw.charAt(at + 1)) >= 0;
  }

  /** Fills each {@code {}} with the next value. */
  static JsonNode fill(String raw, List<JsonNode> values) {
    StringBuilder text = new StringBuilder();
    int used = 0;
    for (int i = 0; i < raw.length(); i++) {
      if (escapes(raw, i)) {
        text.append(raw.charAt(++i));
      } else if (raw.startsWith("{}", i)) {
        if (used == values.size()) {
          throw mismatch();
        }
        text.append(spelt(values.get(used++)));
        i++;
      } else {
        text.append(raw.charAt(i));
      }
    }
    if (used != values.size()) {
      throw mismatch();
    }
    return StringNode.valueOf(text.toString());
  }

  private static Arguments.WrongArgument mismatch() {
    return new Arguments.WrongArgument(
        "Number of arguments do not match the occurrences of {} in the template string");
  }

  /** As Java prints maps and lists, which is what AWS shows: {@code {Arg1=1, Arg2=[]}}. */
  private static String spelt(JsonNode value) {
    if (value.isObject()) {
      StringJoiner fields = new StringJoiner(", ", "{", "}");
      value.properties().forEach(e -> fields.add(e.getKey() + "=" + spelt(e.getValue())));
      return fields.toString();
    }
    if (value.isArray()) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      value.forEach(element -> elements.add(spelt(element)));
      return elements.toString();
    }
    return value.isString() ? value.stringValue() : value.toString();
  }
}

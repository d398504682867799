package dev.sluice.asl.cases;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recorded against actual, both normalised. Numbers compare by value; what the recorder replaced by
 * a placeholder matches anything in its place.
 */
final class Comparison {
  private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Za-z_][^<>\\n]*>");
  private static final int MOST = 5;

  private final Set<String> constants = new HashSet<>();
  private final boolean placeholders;
  private final List<String> differences = new ArrayList<>();

  /** A case that was written by hand means what it says. */
  private Comparison() {
    placeholders = false;
  }

  static Comparison of(AslCase given) {
    return given.recorded() ? new Comparison(given.field("masks")) : new Comparison();
  }

  Comparison(@Nullable JsonNode masks) {
    placeholders = true;
    constants.add("timestamp");
    if (masks != null) {
      for (JsonNode mask : masks) {
        if (mask.size() >= 2) {
          constants.add(mask.get(1).asString(""));
        }
      }
    }
  }

  /** The first few differences; empty where there is none. */
  List<String> differences() {
    return differences;
  }

  boolean same(JsonNode expected, JsonNode actual, String at) {
    int before = differences.size();
    compare(expected, actual, at);
    return differences.size() == before;
  }

  private void compare(JsonNode expected, JsonNode actual, String at) {
    if (differences.size() >= MOST) {
      return;
    }
    if (expected.isString() && matchesText(expected.asString(), actual)) {
      return;
    }
    if (expected instanceof ObjectNode object && actual instanceof ObjectNode other) {
      members(object, other, at);
    } else if (expected instanceof ArrayNode array
        && actual instanceof ArrayNode other
        && array.size() == other.size()) {
      for (int i = 0; i < array.size(); i++) {
        compare(array.get(i), other.get(i), at + "[" + i + "]");
      }
    } else if (!scalar(expected, actual)) {
      differences.add(at + ": expected " + shown(expected) + ", got " + shown(actual));
    }
  }

  private void members(ObjectNode expected, ObjectNode actual, String at) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      names.add(entry.getKey());
    }
    for (Map.Entry<String, JsonNode> entry : actual.properties()) {
      names.add(entry.getKey());
    }
    for (String name : names) {
      JsonNode left = expected.get(name);
      JsonNode right = actual.get(name);
      if (left == null) {
        differences.add(at + "." + name + ": not expected, got " + shown(right));
      } else if (right == null) {
        differences.add(at + "." + name + ": expected " + shown(left) + ", got nothing");
      } else {
        compare(left, right, at + "." + name);
      }
    }
  }

  private boolean matchesText(String expected, JsonNode actual) {
    if (constants.contains(expected)) {
      return true;
    }
    if (!placeholders || !PLACEHOLDER.matcher(expected).find()) {
      return false;
    }
    if (PLACEHOLDER.matcher(expected).matches()) {
      return true;
    }
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    var found = PLACEHOLDER.matcher(expected);
    while (found.find()) {
      pattern.append(Pattern.quote(expected.substring(from, found.start()))).append(".*");
      from = found.end();
    }
    pattern.append(Pattern.quote(expected.substring(from)));
    return actual.isString()
        && Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual.asString()).matches();
  }

  private static boolean scalar(JsonNode expected, JsonNode actual) {
    if (expected.isNumber() && actual.isNumber()) {
      return value(expected).compareTo(value(actual)) == 0;
    }
    return expected.equals(actual);
  }

  private static BigDecimal value(JsonNode number) {
    double asDouble = number.doubleValue();
    return number.isIntegralNumber() || !Double.isFinite(asDouble)
        ? new BigDecimal(number.bigIntegerValue())
        : BigDecimal.valueOf(asDouble);
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }
}

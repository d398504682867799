package dev.sluice.asl.cases;

import dev.sluice.asl.model.AslMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Does to actual values what was done to the recorded ones, so that the two compare. */
final class Recorder {
  private static final Pattern ZONED =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})");

  private record Rule(Pattern pattern, String replacement) {}

  private final List<Rule> rules = new ArrayList<>();

  private final boolean plain;

  private Recorder() {
    plain = true;
  }

  /** For a case that no recorder wrote: one that changes nothing. */
  static Recorder of(AslCase given) {
    return given.recorded()
        ? new Recorder(given.field("normalise"), given.everythingRecorded())
        : new Recorder();
  }

  /** Rules whose replacement is nowhere in what was recorded were overruled by others. */
  Recorder(@Nullable JsonNode normalise, String everythingRecorded) {
    plain = false;
    if (normalise != null) {
      for (JsonNode pair : normalise) {
        if (pair.size() != 2 || !everythingRecorded.contains(pair.get(1).asString(""))) {
          continue;
        }
        rules.add(new Rule(pattern(pair.get(0).asString("")), pair.get(1).asString("")));
      }
    }
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(regex));
    }
  }

  /** Replaced, and JSON text opened: on both sides, since the recorder opened only objects. */
  JsonNode actual(JsonNode node) {
    return rewrite(node, true);
  }

  JsonNode recorded(JsonNode node) {
    return rewrite(node, false);
  }

  private JsonNode rewrite(JsonNode node, boolean replace) {
    if (plain) {
      return node;
    }
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          copy.set(
              replace ? replaced(entry.getKey()) : entry.getKey(),
              rewrite(entry.getValue(), replace));
        }
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(item -> copy.add(rewrite(item, replace)));
        yield copy;
      }
      default -> node.isString() ? text(node.asString(), replace) : node;
    };
  }

  private JsonNode text(String text, boolean replace) {
    JsonNode opened = opened(text);
    if (opened != null) {
      return rewrite(opened, replace);
    }
    return StringNode.valueOf(replace ? replaced(text) : text);
  }

  /** JSON text of an object, an array or a quoted string; null for any other text. */
  private static @Nullable JsonNode opened(String text) {
    String start = text.strip();
    if (start.isEmpty() || "{[\"".indexOf(start.charAt(0)) < 0) {
      return null;
    }
    try {
      return AslMachine.JSON.readTree(start);
    } catch (JacksonException e) {
      return null;
    }
  }

  String replaced(String text) {
    String result = text;
    for (Rule rule : rules) {
      result = rule.pattern.matcher(result).replaceAll(Matcher.quoteReplacement(rule.replacement));
    }
    result = result.replace("arn:aws:", "arn:<partition>:").replace("us-east-1", "<region>");
    return ZONED.matcher(result).matches() ? "date" : result;
  }
}

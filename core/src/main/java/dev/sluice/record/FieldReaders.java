package dev.sluice.record;

import dev.sluice.jsonata.EcmaPattern;
import dev.sluice.jsonata.JsonataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compiles what a schema says of one column into its {@link FieldReader}. A keyword or a value of
 * one that is not known here makes {@link FieldReader#UNSURE}, never a rule left out.
 */
final class FieldReaders {
  private static final int MAX_REFERENCES = 8;

  private final JsonNode root;

  FieldReaders(JsonNode root) {
    this.root = root;
  }

  FieldReader reader(Column column, JsonNode property) {
    Map<String, JsonNode> rules = new HashMap<>();
    JsonNode current = property;
    for (int hops = 0; ; hops++) {
      boolean refers = current.has("$ref");
      for (Map.Entry<String, JsonNode> rule : current.properties()) {
        boolean says = !SchemaAcceptor.ANNOTATIONS.contains(rule.getKey());
        if (says && !rule.getKey().equals("$ref")) {
          rules.put(rule.getKey(), rule.getValue());
        }
      }
      if (!refers) {
        break;
      }
      // What stands beside a reference holds too: that is left to the general way.
      String reference = current.path("$ref").asString("");
      if (!rules.isEmpty() || hops == MAX_REFERENCES || !isPlain(reference)) {
        return FieldReader.UNSURE;
      }
      current = root.at(reference.substring(1));
    }
    if (!current.isObject()) {
      return FieldReader.UNSURE;
    }
    return reader(column, rules);
  }

  private static boolean isPlain(String reference) {
    return reference.startsWith("#/") && reference.indexOf('%') < 0 && reference.indexOf('~') < 0;
  }

  private static FieldReader reader(Column column, Map<String, JsonNode> rules) {
    JsonNode type = rules.remove("type");
    int types = type == null ? Types.ALL : Types.of(type);
    int one = types & ~Types.NULL;
    return switch (column.type()) {
      case TEXT -> one == Types.STRING || type == null ? text(rules) : FieldReader.UNSURE;
      case BIGINT, NUMERIC -> {
        boolean integer = one == Types.INTEGER;
        boolean number = one == (Types.INTEGER | Types.FRACTION);
        yield integer || number ? NumberReader.of(column, integer, rules) : FieldReader.UNSURE;
      }
      case BOOLEAN -> sole(rules, one == Types.BOOLEAN, null, FlagReader.INSTANCE);
      case DATE -> sole(rules, one == Types.STRING, "date", TimeReader.DATE);
      case TIMESTAMPTZ -> sole(rules, one == Types.STRING, "date-time", TimeReader.MOMENT);
      case UUID -> sole(rules, one == Types.STRING, "uuid", UuidReader.INSTANCE);
      case JSONB -> FieldReader.UNSURE;
    };
  }

  /** Where the type, and the format, are all that is said. */
  private static FieldReader sole(
      Map<String, JsonNode> rules, boolean typed, @Nullable String format, FieldReader reader) {
    JsonNode said = rules.remove("format");
    boolean formatted =
        format == null ? said == null : said != null && format.equals(said.asString(""));
    return typed && formatted && rules.isEmpty() ? reader : FieldReader.UNSURE;
  }

  private static FieldReader text(Map<String, JsonNode> rules) {
    int least = 0;
    int most = Integer.MAX_VALUE;
    boolean email = false;
    @Nullable Set<String> oneOf = null;
    @Nullable String pattern = null;
    for (Map.Entry<String, JsonNode> rule : rules.entrySet()) {
      JsonNode value = rule.getValue();
      switch (rule.getKey()) {
        case "minLength" -> least = count(value);
        case "maxLength" -> most = count(value);
        case "pattern" -> pattern = value.asString("");
        case "format" -> {
          email = value.asString("").equals("email");
          if (!email) {
            return FieldReader.UNSURE;
          }
        }
        case "enum", "const" -> {
          Set<String> texts = texts(rule.getKey(), value);
          if (oneOf == null) {
            oneOf = texts;
          } else {
            oneOf.retainAll(texts);
          }
        }
        default -> {
          return FieldReader.UNSURE;
        }
      }
    }
    if (least < 0 || most < 0) {
      return FieldReader.UNSURE;
    }
    @Nullable EcmaPattern general = null;
    if (pattern != null) {
      try {
        general = SchemaFormats.pattern(pattern);
      } catch (JsonataException e) {
        return FieldReader.UNSURE;
      }
    }
    return new TextReader(
        least,
        most,
        oneOf == null ? null : new ByteStrings(oneOf),
        pattern == null ? null : BytePattern.compile(pattern).orElse(null),
        general,
        email);
  }

  /** Those values that are texts: from a file, no other can come. */
  private static Set<String> texts(String keyword, JsonNode value) {
    List<JsonNode> values = new ArrayList<>();
    if (keyword.equals("const")) {
      values.add(value);
    } else {
      value.values().forEach(values::add);
    }
    Set<String> texts = new HashSet<>();
    for (JsonNode one : values) {
      if (one.isString()) {
        texts.add(one.stringValue());
      }
    }
    return texts;
  }

  private static int count(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : -1;
  }
}

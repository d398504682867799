package dev.sluice.record;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts texts, after a mapping, to the types of the dataset's columns: what a CSV file says in
 * text, a JSON record would have said in its own types. A text that is none of its column's type is
 * left as it is, so that the schema refuses it.
 */
public final class TextMapping implements Mapping {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DatasetSchema schema;
  private final Mapping mapping;

  public TextMapping(DatasetSchema schema, Mapping mapping) {
    this.schema = schema;
    this.mapping = mapping;
  }

  @Override
  public @Nullable JsonNode apply(JsonNode record) {
    @Nullable JsonNode mapped = mapping.apply(record);
    if (!(mapped instanceof ObjectNode object)) {
      return mapped;
    }
    @Nullable ObjectNode converted = null;
    for (Column column : schema.columns()) {
      @Nullable JsonNode value = object.get(column.name());
      if (value != null && value.isString()) {
        JsonNode typed = convert(column, value);
        if (!typed.equals(value)) {
          converted = converted == null ? object.deepCopy() : converted;
          converted.set(column.name(), typed);
        }
      }
    }
    return converted == null ? object : converted;
  }

  private static JsonNode convert(Column column, JsonNode value) {
    String text = value.stringValue();
    return switch (column.type()) {
      case TEXT, TIMESTAMPTZ, DATE, UUID -> value;
      case BIGINT, NUMERIC -> {
        @Nullable BigDecimal number = TextNumber.parse(text);
        yield number == null ? value : node(number);
      }
      case BOOLEAN -> {
        @Nullable Boolean flag = flag(text);
        yield flag == null ? value : NODES.booleanNode(flag);
      }
      case JSONB ->
          JSON.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                  instanceof Parsed.Document(JsonNode root)
              ? root
              : value;
    };
  }

  private static JsonNode node(BigDecimal number) {
    if (number.scale() == 0 && number.precision() <= 18) {
      long whole = number.longValue();
      return (int) whole == whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
    }
    return number.scale() == 0 ? NODES.numberNode(number.toBigInteger()) : NODES.numberNode(number);
  }

  private static @Nullable Boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> null;
    };
  }
}

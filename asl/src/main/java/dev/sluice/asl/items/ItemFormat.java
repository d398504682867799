package dev.sluice.asl.items;

import dev.sluice.asl.json.JsonProblem;
import dev.sluice.asl.model.AslMachine;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** From an object's text to items, as ReaderConfig says. */
public final class ItemFormat {
  private final JsonNode config;
  private final long maxItems;

  /** {@code maxItems} 0 for all. */
  public ItemFormat(JsonNode config, long maxItems) {
    this.config = config;
    this.maxItems = maxItems == 0 ? Long.MAX_VALUE : maxItems;
  }

  public String inputType() {
    return config.path("InputType").asString("JSON");
  }

  /** Anything but an array is returned as it is, for the caller to refuse. */
  public JsonNode read(String text) throws ReadException {
    return switch (inputType()) {
      case "CSV" -> Csv.of(config).items(text, maxItems);
      case "JSONL" -> lines(text);
      case "JSON" -> json(text);
      default -> throw new ReadException("Unsupported InputType: " + inputType());
    };
  }

  private JsonNode json(String text) throws ReadException {
    JsonNode root = parse(text);
    String pointer = config.path("ItemsPointer").asString("");
    JsonNode items = pointer.isEmpty() ? root : root.at(pointer);
    return items instanceof ArrayNode array ? limited(array) : items;
  }

  private JsonNode lines(String text) throws ReadException {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (items.size() >= maxItems) {
        break;
      }
      if (!line.isBlank()) {
        items.add(parse(line));
      }
    }
    return items;
  }

  private ArrayNode limited(ArrayNode items) {
    if (items.size() <= maxItems) {
      return items;
    }
    ArrayNode first = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < maxItems; i++) {
      first.add(items.get(i));
    }
    return first;
  }

  private static JsonNode parse(String text) throws ReadException {
    try {
      return AslMachine.JSON.readTree(text);
    } catch (JacksonException e) {
      throw new ReadException("Unable to parse JSON: " + JsonProblem.message(e));
    }
  }
}

package dev.sluice.asl.items;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** WriterConfig: how child outputs are put together. */
public record ResultFormat(Transformation transformation, boolean lines) {

  /** What becomes of the outputs. */
  public enum Transformation {
    /** With the metadata of each child execution. */
    NONE,
    /** The outputs alone. */
    COMPACT,
    /** As COMPACT, with outputs that are arrays opened. */
    FLATTEN
  }

  public static ResultFormat of(JsonNode config) {
    String transformation = config.path("Transformation").asString("NONE");
    Transformation known = Transformation.NONE;
    for (Transformation value : Transformation.values()) {
      if (value.name().equals(transformation)) {
        known = value;
      }
    }
    return new ResultFormat(known, config.path("OutputType").asString("JSON").equals("JSONL"));
  }

  public ArrayNode apply(ArrayNode outputs) {
    if (transformation != Transformation.FLATTEN) {
      return outputs;
    }
    ArrayNode flat = JsonNodeFactory.instance.arrayNode();
    for (JsonNode output : outputs) {
      if (output instanceof ArrayNode array) {
        array.forEach(flat::add);
      } else {
        flat.add(output);
      }
    }
    return flat;
  }
}

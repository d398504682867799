package dev.sluice.asl.engine;

import dev.sluice.asl.model.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ItemBatcher: one child's input is {@code {"BatchInput": ..., "Items": [...]}}. */
final class Batches {
  private final Execution execution;
  private final Frame frame;
  private final State.MapState map;
  private final State.ItemBatcher batcher;
  private final JsonNode effective;

  Batches(Execution execution, Frame frame, State.MapState map, State.ItemBatcher batcher) {
    this.execution = execution;
    this.frame = frame;
    this.map = map;
    this.batcher = batcher;
    this.effective = frame.effective == null ? frame.input : frame.effective;
  }

  ArrayNode of(ArrayNode items) {
    Scope scope = Scope.of(execution, frame, effective);
    Numbers numbers = new Numbers(scope);
    long maxItems =
        positive("MaxItemsPerBatch", numbers.integer(batcher.maxItems(), Integer.MAX_VALUE));
    long maxBytes =
        Math.min(
            positive("MaxInputBytesPerBatch", numbers.integer(batcher.maxBytes(), DataSize.LIMIT)),
            DataSize.LIMIT);
    JsonNode batchInput =
        batcher.batchInput() == null ? null : scope.evaluate(batcher.batchInput());
    ArrayNode batches = JsonNodeFactory.instance.arrayNode();
    ArrayNode open = JsonNodeFactory.instance.arrayNode();
    long overhead =
        DataSize.count(batch(batchInput, JsonNodeFactory.instance.arrayNode()), DataSize.LIMIT, 0);
    long bytes = overhead;
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = Fanout.select(execution, frame, map, i, items.get(i));
      long size = DataSize.count(item, DataSize.LIMIT, 0) + 1;
      if (!open.isEmpty() && (open.size() >= maxItems || bytes + size > maxBytes)) {
        batches.add(batch(batchInput, open));
        open = JsonNodeFactory.instance.arrayNode();
        bytes = overhead;
      }
      open.add(item);
      bytes += size;
    }
    if (!open.isEmpty()) {
      batches.add(batch(batchInput, open));
    }
    return batches;
  }

  private long positive(String field, long value) {
    if (value > 0) {
      return value;
    }
    String cause = field + " must be positive.";
    throw map.jsonata() ? StateFailure.refused(field, cause) : StateFailure.runtime(cause);
  }

  private static ObjectNode batch(@Nullable JsonNode batchInput, ArrayNode items) {
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    if (batchInput != null) {
      batch.set("BatchInput", batchInput);
    }
    batch.set("Items", items);
    return batch;
  }
}

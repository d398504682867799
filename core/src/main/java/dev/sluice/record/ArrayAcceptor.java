package dev.sluice.record;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Size and items of an array. */
record ArrayAcceptor(int minItems, int maxItems, @Nullable Acceptor items) implements Acceptor {

  @Override
  public boolean accepts(JsonNode value) {
    int size = value.size();
    if (size < minItems || size > maxItems) {
      return false;
    }
    if (items != null) {
      for (int i = 0; i < size; i++) {
        if (!items.accepts(value.path(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** What a schema asks, as it is read. */
  static final class Builder {
    int minItems;
    int maxItems = Integer.MAX_VALUE;
    @Nullable Acceptor items;

    @Nullable Acceptor build() {
      boolean any = minItems == 0 && maxItems == Integer.MAX_VALUE && items == null;
      return any ? null : new ArrayAcceptor(minItems, maxItems, items);
    }
  }
}

package dev.sluice.jsonata;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.POJONode;

/** An item of a stream that carries bindings ({@code @}, {@code #}, {@code %}) with each value. */
final class Tuple extends POJONode {
  private static final long serialVersionUID = 1L;
  final transient Map<String, JsonNode> bindings = new HashMap<>();
  transient @Nullable JsonNode at;

  Tuple(@Nullable JsonNode at) {
    super("tuple");
    this.at = at;
  }

  Tuple copy() {
    Tuple copy = new Tuple(at);
    copy.bindings.putAll(bindings);
    return copy;
  }

  void bind(String name, @Nullable JsonNode value) {
    bindings.put(name, value == null ? MissingNode.getInstance() : value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

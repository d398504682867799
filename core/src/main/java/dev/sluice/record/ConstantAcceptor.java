package dev.sluice.record;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code enum} and {@code const}, of which only texts are recognised here. */
final class ConstantAcceptor implements Acceptor {
  private final Set<String> texts = new HashSet<>();

  ConstantAcceptor(String keyword, JsonNode value) {
    if (keyword.equals("const")) {
      add(value);
    } else {
      value.values().forEach(this::add);
    }
  }

  private void add(JsonNode value) {
    if (value.isString()) {
      texts.add(value.stringValue());
    }
  }

  @Override
  public boolean accepts(JsonNode value) {
    return value.isString() && texts.contains(value.stringValue());
  }
}

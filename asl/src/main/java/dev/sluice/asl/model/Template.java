package dev.sluice.asl.model;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A payload template, read once. */
public sealed interface Template {

  /** The same for every execution. */
  record Literal(JsonNode value) implements Template {}

  /** A path or an intrinsic call under a key that ends in {@code .$}. */
  record Path(String field, Reference reference) implements Template {}

  /** A {@code {% %}} expression; {@code field} is where it stands: {@code Output/a/b}. */
  record Expression(String field, Query query) implements Template {}

  record Fields(List<Entry> entries) implements Template {}

  record Elements(List<Template> elements) implements Template {}

  record Entry(String name, Template value) {}
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A compiled expression: from a context value to a value, where null is JSONata's nothing. */
abstract class Expr {
  abstract @Nullable JsonNode eval(@Nullable JsonNode input, Frame frame);
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A token; its position is where it ends. */
record Token(
    Kind kind, String text, int position, @Nullable JsonNode literal, @Nullable Regex regex) {
  enum Kind {
    OPERATOR,
    STRING,
    NUMBER,
    VALUE,
    NAME,
    VARIABLE,
    REGEX
  }

  Token(Kind kind, String text, int position) {
    this(kind, text, position, null, null);
  }
}

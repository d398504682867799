package dev.sluice.asl.validate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The query languages, spelt as in definitions. */
enum Language {
  JSONPATH("JSONPath"),
  JSONATA("JSONata");

  final String label;

  Language(String label) {
    this.label = label;
  }

  /** AWS takes any declared value but exactly {@code JSONPath} for JSONata. */
  static Language of(@Nullable JsonNode declared, Language otherwise) {
    if (declared == null) {
      return otherwise;
    }
    return declared.isString() && declared.stringValue().equals(JSONPATH.label)
        ? JSONPATH
        : JSONATA;
  }
}

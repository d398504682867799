package dev.sluice.asl.model;

import java.util.Locale;

/** How a state selects and transforms data. */
public enum QueryLanguage {
  JSONPATH("JSONPath"),
  JSONATA("JSONata");

  private final String text;

  QueryLanguage(String text) {
    this.text = text;
  }

  /** As definitions spell it. */
  public String text() {
    return text;
  }

  static QueryLanguage of(String text, String location) {
    for (QueryLanguage language : values()) {
      if (language.text.equals(text)) {
        return language;
      }
    }
    throw new DefinitionException(
        "QueryLanguage '%s' is neither JSONPath nor JSONata".formatted(text), location);
  }

  @Override
  public String toString() {
    return text.toUpperCase(Locale.ROOT);
  }
}

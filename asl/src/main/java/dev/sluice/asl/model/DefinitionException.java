package dev.sluice.asl.model;

/** A definition that cannot be built at all. Worded as AWS words InvalidDefinition. */
public final class DefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String location;

  public DefinitionException(String message, String location) {
    this("SCHEMA_VALIDATION_FAILED", message, location);
  }

  DefinitionException(String code, String message, String location) {
    super(
        "Invalid State Machine Definition: '%s: %s at %s'"
            .formatted(code, message, location.isEmpty() ? "/" : location));
    this.location = location;
  }

  DefinitionException(String message) {
    super("Invalid State Machine Definition: '%s'".formatted(message));
    this.location = "/";
  }

  /** A JSON pointer into the definition. */
  public String location() {
    return location;
  }
}

package dev.sluice.asl.validate;

import org.jspecify.annotations.Nullable;

/**
 * One diagnostic.
 *
 * @param code one of AWS's codes (ValidateStateMachineDefinitionDiagnostic)
 * @param location {@code /States/X/Field}, or null where the finding is about the text as a whole
 */
public record Finding(Severity severity, String code, String message, @Nullable String location) {

  static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";

  /** As CreateStateMachine spells it: {@code SCHEMA_VALIDATION_FAILED: ... at /States/X/Field}. */
  public String describe() {
    return code + ": " + message + " at " + location;
  }
}

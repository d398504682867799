package dev.sluice.asl.validate;

/** Whether a finding keeps a state machine from being created. */
public enum Severity {
  ERROR,
  WARNING
}

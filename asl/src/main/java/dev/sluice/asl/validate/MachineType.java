package dev.sluice.asl.validate;

/** The two kinds of workflow; express workflows refuse some integrations. */
public enum MachineType {
  STANDARD,
  EXPRESS
}

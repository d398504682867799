package dev.sluice.asl.validate;

/**
 * How to validate.
 *
 * @param maxFindings how many findings to collect at most; AWS reports 100
 */
public record Options(MachineType type, int maxFindings) {
  private static final int FINDINGS = 1_000;

  public Options {
    if (maxFindings < 1) {
      throw new IllegalArgumentException("maxFindings must be positive, not " + maxFindings);
    }
  }

  public static Options standard() {
    return new Options(MachineType.STANDARD, FINDINGS);
  }

  public static Options express() {
    return new Options(MachineType.EXPRESS, FINDINGS);
  }
}

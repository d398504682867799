package dev.sluice.run;

/**
 * The books of a batch or a run, in records. {@code changed} is a part of {@code duplicate}: same
 * key, other content, kept as it was.
 */
public record Counts(
    long received, long stored, long duplicate, long changed, long rejected, long dead) {

  public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0);

  public Counts {
    if (received < 0 || stored < 0 || duplicate < 0 || rejected < 0 || dead < 0) {
      throw new IllegalArgumentException("counts are never negative");
    }
    if (changed < 0 || changed > duplicate) {
      throw new IllegalArgumentException("changed is a part of duplicate");
    }
  }

  public Counts plus(Counts other) {
    return new Counts(
        received + other.received,
        stored + other.stored,
        duplicate + other.duplicate,
        changed + other.changed,
        rejected + other.rejected,
        dead + other.dead);
  }

  /** What was received and has no verdict yet. */
  public long inFlight() {
    return received - stored - duplicate - rejected - dead;
  }

  public boolean settled() {
    return inFlight() == 0;
  }
}

package dev.sluice.sequence;

/** Whole numbers from one to another, both included. */
public record Range(long first, long last) {
  public Range {
    if (first > last) {
      throw new IllegalArgumentException("a range holds at least one number");
    }
  }

  /** How many; the largest long where there are more. */
  public long count() {
    long count = last - first + 1;
    return count > 0 ? count : Long.MAX_VALUE;
  }
}

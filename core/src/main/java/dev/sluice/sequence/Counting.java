package dev.sluice.sequence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts a sender's numbers as they come. The same numbers in any order leave the same gaps; only
 * {@code late} depends on the order. Not thread-safe.
 */
public final class Counting {
  /** Gaps kept. A sender whose numbers are no sequence would else need a place for each of them. */
  public static final int KEPT = 1_000;

  private final Ranges missing;
  private boolean begun;
  private long lowest;
  private long highest;
  private @Nullable Long floor;
  private long forgotten;
  private long repeated;
  private long late;

  /**
   * @param before null: nothing was seen yet
   */
  public Counting(@Nullable Numbers before) {
    this.missing = new Ranges(before == null ? List.of() : before.missing());
    if (before != null) {
      begun = true;
      lowest = before.lowest();
      highest = before.highest();
      floor = before.floor();
      forgotten = before.forgotten();
      repeated = before.repeated();
      late = before.late();
    }
  }

  /** Takes numbers that came one after the other, each the one before plus one. */
  public void take(Range run) {
    if (!begun) {
      begun = true;
      lowest = run.first();
      highest = run.last();
      return;
    }
    if (run.first() < lowest) {
      below(new Range(run.first(), Math.min(run.last(), lowest - 1)));
    }
    if (run.last() >= lowest && run.first() <= highest) {
      within(new Range(Math.max(run.first(), lowest), Math.min(run.last(), highest)));
    }
    if (run.last() > highest) {
      above(new Range(Math.max(run.first(), highest + 1), run.last()));
    }
    lowest = Math.min(lowest, run.first());
    forgetOldest();
  }

  /** Everything before the first number seen was not missing until something of it came. */
  private void below(Range run) {
    late = Ranges.saturated(late, run.count());
    if (floor == null && run.last() < lowest - 1) {
      missing.add(new Range(run.last() + 1, lowest - 1));
    }
  }

  private void within(Range run) {
    long found = missing.remove(run);
    late = Ranges.saturated(late, found);
    repeated = Ranges.saturated(repeated, run.count() - found);
  }

  private void above(Range run) {
    if (run.first() > highest + 1) {
      missing.add(new Range(highest + 1, run.first() - 1));
    }
    highest = run.last();
  }

  private void forgetOldest() {
    while (missing.ranges() > KEPT) {
      Range oldest = missing.removeLowest();
      forgotten = Ranges.saturated(forgotten, oldest.count());
      floor = oldest.last();
    }
  }

  /** Numbers that will not come any more. */
  public void dismiss(Range range) {
    missing.remove(range);
  }

  /** Null while nothing was seen. */
  public @Nullable Numbers numbers() {
    return begun
        ? new Numbers(lowest, highest, missing.list(), floor, forgotten, repeated, late)
        : null;
  }
}

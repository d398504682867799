package dev.sluice.dataset;

import dev.sluice.run.Counts;

/** What landing a batch from a {@link RowSource} came to. */
public sealed interface Landed {
  /** Settled, now or by an earlier try. */
  record Settled(Counts counts) implements Landed {}

  /** The lease is another's now: nothing was changed, and nothing may be. */
  record Stale() implements Landed {}

  /** The source has another number of records than were accepted: nothing was changed. */
  record Miscounted(int found) implements Landed {}
}

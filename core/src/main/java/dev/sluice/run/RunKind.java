package dev.sluice.run;

import java.util.Locale;

/** Which intake a run belongs to; also the name of its queue. */
public enum RunKind {
  FEED,
  IMPORT,
  COLLECTION,
  EXECUTION,
  TRANSFER,
  REPLAY,
  UNDO;

  /** As the outside sees it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Replays and undos correct other runs' books and are left out of grand totals (rule 3). */
  public boolean inTotals() {
    return this != REPLAY && this != UNDO;
  }

  public static RunKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}

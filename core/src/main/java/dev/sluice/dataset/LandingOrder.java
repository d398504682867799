package dev.sluice.dataset;

/** How a batch is to be landed. */
public enum LandingOrder {
  /** Rows are new. */
  PLAIN,
  /**
   * Rows are further tries of dead letters ({@link RowSource.Place#corrects}); one whose letter is
   * settled by then is rejected ({@link Uncalled}).
   */
  CORRECTION,
  /**
   * Judged and counted as if it landed, and nothing does; letters are dismissed as they are
   * written.
   */
  DRY_RUN
}

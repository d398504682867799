package dev.sluice.feed;

/** When records of a feed land (rule 5). */
public enum LandingMode {
  /** In the acceptance transaction: the answer says stored, duplicate or conflict. */
  DIRECT,
  /** By a worker: the answer says accepted. */
  QUEUED
}

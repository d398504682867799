package dev.sluice.deadletter;

/** What came of changing a letter: made by compare-and-set, or not at all. */
public sealed interface Change {

  /** Changed, and as it is now. */
  record Done(DeadLetter letter) implements Change {}

  /** Somebody else changed it since. */
  record Stale(DeadLetter letter) implements Change {}

  /** It is being replayed, or resolved. */
  record NotOpen(DeadLetter letter) implements Change {}

  record Unknown() implements Change {}
}

package dev.sluice.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * What a letter is about.
 *
 * @param original the bytes as they were sent; for a whole batch its payload as its intake wrote it
 * @param edited what somebody made of them; null: nobody did
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Content(byte[] original, byte @Nullable [] edited) {

  /** What a replay takes. */
  public byte[] current() {
    return edited == null ? original : edited;
  }
}

package dev.sluice.feed;

import dev.sluice.record.Processed;
import org.jspecify.annotations.Nullable;

/**
 * A record that came in, with its verdict at the edge.
 *
 * @param source whose it is; null where that is not known
 * @param number its place in its sender's sequence; null where it has none or it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Taken(byte[] original, Processed processed, @Nullable String source, @Nullable Long number) {

  boolean rejected() {
    return processed instanceof Processed.Rejected;
  }
}

package dev.sluice.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;

/** A set of texts as UTF-8, asked without making a text. */
final class ByteStrings {
  private final byte[][] slots;
  private final int mask;

  ByteStrings(Collection<String> texts) {
    this.mask = Integer.highestOneBit(Math.max(texts.size(), 1) * 4) - 1;
    this.slots = new byte[mask + 1][];
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      int slot = hash(bytes, 0, bytes.length) & mask;
      while (slots[slot] != null && !Arrays.equals(slots[slot], bytes)) {
        slot = slot + 1 & mask;
      }
      slots[slot] = bytes;
    }
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ hash >>> 15;
  }

  boolean contains(byte[] bytes, int from, int to) {
    int slot = hash(bytes, from, to) & mask;
    while (slots[slot] != null) {
      if (Arrays.equals(slots[slot], 0, slots[slot].length, bytes, from, to)) {
        return true;
      }
      slot = slot + 1 & mask;
    }
    return false;
  }
}

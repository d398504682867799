package dev.sluice.file;

import dev.sluice.record.Utf8;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Tells UTF-8 from windows-1252 while bytes pass, in pieces of any size: as long as all is ASCII
 * they are the same, and hardly any text of the one is text of the other. For one thread.
 */
final class CharsetEvidence {
  private final byte[] carried = new byte[8];
  private int carry;
  private long wellFormed;
  private long malformed;

  void accept(byte[] bytes, int from, int to) {
    int i = from;
    if (carry > 0) {
      int taken = Math.min(4, to - from);
      System.arraycopy(bytes, from, carried, carry, taken);
      int length = carry + taken;
      int start = carry;
      carry = 0;
      i = from - start + scan(carried, 0, length, start);
    }
    if (i < to) {
      scan(bytes, i, to, to - i);
    }
  }

  /** From one byte on until so many are passed; what may go on in the next piece is carried. */
  private int scan(byte[] bytes, int from, int to, int least) {
    int i = from;
    while (i < from + least) {
      i = Utf8.skipAscii(bytes, i, to);
      if (i >= from + least) {
        break;
      }
      int length = Utf8.sequenceLength(bytes, i, to);
      if (length == 0 && Utf8.isCutShort(bytes, i, to)) {
        carry = to - i;
        System.arraycopy(bytes, i, carried, 0, carry);
        return to;
      }
      wellFormed += length > 1 ? 1 : 0;
      malformed += length == 0 ? 1 : 0;
      i += Math.max(length, 1);
    }
    return i;
  }

  /** Of all that passed. */
  Charset charset() {
    long bad = malformed + (carry > 0 ? 1 : 0);
    return bad > wellFormed ? TextEncoding.WINDOWS : StandardCharsets.UTF_8;
  }
}

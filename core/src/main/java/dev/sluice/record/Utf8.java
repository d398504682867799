package dev.sluice.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private Utf8() {}

  /** Index of the first byte that does not belong to a well-formed sequence, or -1. */
  public static int firstMalformed(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (i + 8 <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
        continue;
      }
      int length = sequenceLength(bytes, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** The first byte from an index on that is not ASCII, or the end. */
  public static int skipAscii(byte[] bytes, int from, int to) {
    int i = from;
    while (i + 8 <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
      i += 8;
    }
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  /**
   * The first byte from an index on that JSON escapes in a string (a control character, a quote or
   * a backslash), or the end.
   */
  static int skipUnescaped(byte[] bytes, int from, int to) {
    int i = from;
    while (i + 8 <= to) {
      long word = (long) LONGS.get(bytes, i);
      long quotes = word ^ 0x2222222222222222L;
      long slashes = word ^ 0x5C5C5C5C5C5C5C5CL;
      // The well-known tests for a byte below 32, and for a byte that is zero.
      long found =
          ((word - 0x2020202020202020L) & ~word)
              | ((quotes - ONES) & ~quotes)
              | ((slashes - ONES) & ~slashes);
      if ((found & HIGH_BITS) != 0) {
        break;
      }
      i += 8;
    }
    while (i < to && !isEscaped(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isEscaped(byte b) {
    return (b >= 0 && b < 0x20) || b == '"' || b == '\\';
  }

  /** The first NUL from an index on, or the end. */
  public static int skipNonZero(byte[] bytes, int from, int to) {
    int i = from;
    while (i + 8 <= to) {
      long word = (long) LONGS.get(bytes, i);
      if ((word - ONES & ~word & HIGH_BITS) != 0) {
        break;
      }
      i += 8;
    }
    while (i < to && bytes[i] != 0) {
      i++;
    }
    return i;
  }

  /** Bytes of the well-formed sequence that starts at an index; 0 where none does. */
  public static int sequenceLength(byte[] bytes, int i, int to) {
    int b0 = bytes[i] & 0xFF;
    if (b0 < 0x80) {
      return 1;
    }
    if (b0 < 0xC2 || b0 > 0xF4) {
      return 0;
    }
    int length = b0 < 0xE0 ? 2 : b0 < 0xF0 ? 3 : 4;
    return i + length <= to && continues(bytes, i, i + length) ? length : 0;
  }

  /** Whether the bytes to the end are the beginning of a well-formed sequence, and no whole one. */
  public static boolean isCutShort(byte[] bytes, int i, int to) {
    int b0 = bytes[i] & 0xFF;
    if (b0 < 0xC2 || b0 > 0xF4) {
      return false;
    }
    int length = b0 < 0xE0 ? 2 : b0 < 0xF0 ? 3 : 4;
    return i + length > to && continues(bytes, i, to);
  }

  private static boolean continues(byte[] bytes, int i, int to) {
    if (i + 1 == to) {
      return true;
    }
    int b0 = bytes[i] & 0xFF;
    // The second byte carries the rules against overlong forms, surrogates and the end of the
    // range.
    int b1 = bytes[i + 1] & 0xFF;
    int low = b0 == 0xE0 ? 0xA0 : b0 == 0xF0 ? 0x90 : 0x80;
    int high = b0 == 0xED ? 0x9F : b0 == 0xF4 ? 0x8F : 0xBF;
    if (b1 < low || b1 > high) {
      return false;
    }
    for (int k = i + 2; k < to; k++) {
      if ((bytes[k] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}

package dev.sluice.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for any of up to four bytes, eight bytes at a time. Immutable. */
final class ByteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte first;
  private final byte second;
  private final byte third;
  private final byte fourth;
  private final long firsts;
  private final long seconds;
  private final long thirds;
  private final long fourths;

  ByteSearch(byte first, byte second, byte third, byte fourth) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
    this.firsts = (first & 0xFF) * ONES;
    this.seconds = (second & 0xFF) * ONES;
    this.thirds = (third & 0xFF) * ONES;
    this.fourths = (fourth & 0xFF) * ONES;
  }

  ByteSearch(byte first, byte second, byte third) {
    this(first, second, third, third);
  }

  /** Where the first of them is, or the end. */
  int find(byte[] bytes, int from, int to) {
    int i = from;
    while (i + 8 <= to) {
      long word = (long) LONGS.get(bytes, i);
      // A byte that is equal is zero here, and the lowest zero byte sets the lowest high bit.
      long found =
          (zeros(word ^ firsts)
                  | zeros(word ^ seconds)
                  | zeros(word ^ thirds)
                  | zeros(word ^ fourths))
              & HIGH_BITS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      i += 8;
    }
    while (i < to && !isOne(bytes[i])) {
      i++;
    }
    return i;
  }

  private static long zeros(long word) {
    return word - ONES & ~word;
  }

  private boolean isOne(byte b) {
    return b == first || b == second || b == third || b == fourth;
  }
}

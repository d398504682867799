package dev.sluice.record;

/** ASCII digits at a place in an array. */
final class Digits {
  /** As many digits as every long holds. */
  static final int LONG = 18;

  private static final long[] POWERS = new long[LONG + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= LONG; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Digits() {}

  static long power(int exponent) {
    return POWERS[exponent];
  }

  static boolean isOne(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Two digits, or something negative. */
  static int two(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
  }
}

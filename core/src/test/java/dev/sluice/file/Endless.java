package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** Files larger than one wants to hold. */
final class Endless {
  private Endless() {}

  /** As much of one byte as one likes, without holding it. */
  static InputStream many(char c, long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? c : -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int n = (int) Math.min(length, left);
        Arrays.fill(bytes, offset, offset + n, (byte) c);
        left -= n;
        return n;
      }
    };
  }

  static InputStream all(Object... parts) {
    InputStream whole = InputStream.nullInputStream();
    for (Object part : parts) {
      InputStream one =
          part instanceof String text
              ? new ByteArrayInputStream(text.getBytes(UTF_8))
              : (InputStream) part;
      whole = new SequenceInputStream(whole, one);
    }
    return whole;
  }
}

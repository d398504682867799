package dev.sluice.file;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream that never has more than one byte ready. */
final class OneByOne extends InputStream {
  private final byte[] bytes;
  private final @Nullable IOException end;
  private int position;

  OneByOne(byte[] bytes) {
    this(bytes, null);
  }

  private OneByOne(byte[] bytes, @Nullable IOException end) {
    this.bytes = bytes;
    this.end = end;
  }

  static OneByOne thenFails(byte[] bytes, IOException end) {
    return new OneByOne(bytes, end);
  }

  @Override
  public int read() throws IOException {
    if (position < bytes.length) {
      return bytes[position++] & 0xFF;
    }
    if (end != null) {
      throw end;
    }
    return -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = read();
    if (read < 0) {
      return -1;
    }
    into[offset] = (byte) read;
    return 1;
  }
}

package dev.sluice.file;

import dev.sluice.object.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Passes a stream on, and writes what passes to an object. */
final class Tee extends InputStream {
  private final InputStream in;
  private final @Nullable ObjectWriter writer;
  private final FileLimits limits;
  private long count;

  Tee(InputStream in, @Nullable ObjectWriter writer, FileLimits limits) {
    this.in = in;
    this.writer = writer;
    this.limits = limits;
  }

  /** Leaves a read that can only fail with an IOException. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      count += read;
      if (count > limits.bytes()) {
        throw new TooLarge();
      }
      if (writer != null) {
        writer.write(bytes, offset, read);
      }
    }
    return read;
  }
}

package dev.sluice.file;

import dev.sluice.object.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Passes a stream on, counts it, and writes what passes to an object. */
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
        throw new ProblemInStream(
            FileProblemException.limit("bytes", limits.bytes(), 0, "the file is too long"));
      }
      if (writer != null) {
        writer.write(bytes, offset, read);
      }
    }
    return read;
  }

  /** Whatever nobody asked for is kept too. */
  void drain() throws IOException {
    byte[] rest = new byte[64 * 1024];
    while (read(rest, 0, rest.length) >= 0) {}
  }
}

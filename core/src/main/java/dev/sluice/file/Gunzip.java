package dev.sluice.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip (RFC 1952), all members of it, and refuses what is cut short, damaged or followed by
 * something else. The JDK's own stream takes for complete what is cut or damaged after its first
 * member.
 */
public final class Gunzip extends InputStream {
  private static final long RATIO_FROM = 64L << 20;

  private final InputStream in;
  private final @Nullable FileLimits limits;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] packed;
  private int position;
  private int end;
  private long read;
  private long unpacked;
  private boolean inMember;
  private boolean ended;

  /**
   * Throws {@link EOFException} for what is cut short and {@link ZipException} for what is damaged.
   */
  public Gunzip(InputStream in) {
    this(in, null, 8 << 10);
  }

  /** Of a file: tells what is wrong with it, its limits included, by {@link ProblemInStream}. */
  Gunzip(InputStream in, FileLimits limits) {
    this(in, limits, 64 << 10);
  }

  private Gunzip(InputStream in, @Nullable FileLimits limits, int buffer) {
    this.in = in;
    this.limits = limits;
    this.packed = new byte[buffer];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember && !startMember()) {
        break;
      }
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(bytes, offset, length);
      crc.update(bytes, offset, count);
      unpacked += count;
      checkSize();
      if (inflater.finished()) {
        position = end - inflater.getRemaining();
        endMember();
      } else if (inflater.needsDictionary()) {
        throw damaged();
      } else if (count == 0 && inflater.needsInput()) {
        position = end;
        require();
        inflater.setInput(packed, position, end - position);
        position = end;
      }
      return count;
    } catch (DataFormatException e) {
      throw damaged();
    }
  }

  private void checkSize() throws ProblemInStream {
    if (limits == null) {
      return;
    }
    if (unpacked > limits.unpackedBytes()) {
      throw new ProblemInStream(
          FileProblemException.limit(
              "unpacked-bytes", limits.unpackedBytes(), 0, "the file is too long when unpacked"));
    }
    if (unpacked > RATIO_FROM && unpacked / limits.ratio() > read) {
      throw new ProblemInStream(
          FileProblemException.limit(
              "unpacked-ratio",
              limits.ratio(),
              0,
              "the file unpacks to too many times its size, as a zip bomb does"));
    }
  }

  private boolean startMember() throws IOException {
    if (!more()) {
      if (read == 0) {
        throw truncated();
      }
      ended = true;
      return false;
    }
    if (take() != 0x1F || take() != 0x8B || take() != 8) {
      throw damaged();
    }
    int flags = take();
    for (int i = 0; i < 6; i++) {
      take();
    }
    if ((flags & 4) != 0) {
      int extra = take() | take() << 8;
      for (int i = 0; i < extra; i++) {
        take();
      }
    }
    if ((flags & 8) != 0) {
      skipText();
    }
    if ((flags & 16) != 0) {
      skipText();
    }
    if ((flags & 2) != 0) {
      take();
      take();
    }
    inflater.reset();
    crc.reset();
    inflater.setInput(packed, position, end - position);
    position = end;
    inMember = true;
    return true;
  }

  private void skipText() throws IOException {
    while (take() != 0) {}
  }

  private void endMember() throws IOException {
    long sum = takeInt();
    long size = takeInt();
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw damaged();
    }
    inMember = false;
  }

  private long takeInt() throws IOException {
    return (take() | take() << 8 | take() << 16 | (long) take() << 24) & 0xFFFFFFFFL;
  }

  private int take() throws IOException {
    if (position == end) {
      require();
    }
    return packed[position++] & 0xFF;
  }

  private void require() throws IOException {
    if (!more()) {
      throw truncated();
    }
  }

  private boolean more() throws IOException {
    if (position < end) {
      return true;
    }
    int count = in.read(packed);
    if (count <= 0) {
      return false;
    }
    position = 0;
    end = count;
    read += count;
    return true;
  }

  private IOException truncated() {
    return limits == null
        ? new EOFException("the gzip is cut short")
        : new ProblemInStream(
            new FileProblemException(
                "truncated-gzip", 0, "the gzip file is cut short: send it again, whole"));
  }

  private IOException damaged() {
    return limits == null
        ? new ZipException("the gzip is damaged")
        : new ProblemInStream(
            new FileProblemException(
                "damaged-gzip", 0, "the gzip file is damaged: pack it anew and send it again"));
  }

  @Override
  public void close() {
    inflater.end();
  }
}

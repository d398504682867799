package dev.sluice.file;

import java.io.IOException;
import java.io.InputStream;

/** One part of a spreadsheet as it is unpacked, within limits. Closing it closes nothing. */
final class XlsxPart extends InputStream {
  private static final long RATIO_FROM = 64L << 20;

  private final InputStream in;
  private final long packed;
  private final FileLimits limits;
  private long unpacked;
  private long sinceTag;

  /**
   * @param packed bytes of the whole file
   */
  XlsxPart(InputStream in, long packed, FileLimits limits) {
    this.in = in;
    this.packed = packed;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read <= 0) {
      return read;
    }
    unpacked += read;
    if (unpacked > limits.unpackedBytes()) {
      throw over("unpacked-bytes", limits.unpackedBytes(), "the spreadsheet is too long unpacked");
    }
    if (unpacked > RATIO_FROM && unpacked / limits.ratio() > packed) {
      throw over(
          "unpacked-ratio",
          limits.ratio(),
          "the spreadsheet unpacks to too many times its size, as a zip bomb does");
    }
    // A parser holds a text or a tag in memory, so neither may be without end.
    int tag = offset + read - 1;
    while (tag >= offset && bytes[tag] != '<') {
      tag--;
    }
    sinceTag = tag < offset ? sinceTag + read : offset + read - tag;
    if (sinceTag > limits.recordBytes()) {
      throw over("record-bytes", limits.recordBytes(), "a cell of the spreadsheet is too long");
    }
    return read;
  }

  private static ProblemInStream over(String name, long value, String what) {
    return new ProblemInStream(FileProblemException.limit(name, value, 0, what));
  }
}

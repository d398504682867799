package dev.sluice.file;

/** Records of NDJSON: lines with something in them. */
final class LineBoundaries implements Boundaries {
  private static final ByteSearch LINE_END = new ByteSearch((byte) '\n', (byte) '\n', (byte) '\n');

  private final ChunkCutter chunks;
  private final FileLimits limits;
  private long position;
  private long line = 1;
  private long lineStart;
  private boolean blank = true;

  LineBoundaries(ChunkCutter chunks, FileLimits limits, long start) {
    this.chunks = chunks;
    this.limits = limits;
    this.position = start;
    this.lineStart = start;
  }

  @Override
  public void accept(byte[] bytes, int from, int to) throws FileProblemException {
    int i = from;
    while (i < to) {
      int end = LINE_END.find(bytes, i, to);
      while (blank && i < end) {
        blank = bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r';
        i++;
      }
      i = end + 1;
      if (end < to) {
        endLine(position + i - from);
      }
    }
    position += to - from;
    if (position - lineStart > limits.recordBytes()) {
      throw tooLong();
    }
  }

  private void endLine(long end) throws FileProblemException {
    if (end - lineStart > limits.recordBytes() + 2L) {
      throw tooLong();
    }
    line++;
    lineStart = end;
    if (!blank) {
      blank = true;
      chunks.record(end, line);
    }
  }

  private FileProblemException tooLong() {
    return FileProblemException.limit(
        "record-bytes", limits.recordBytes(), line, "the record is too long");
  }

  @Override
  public void end() throws FileProblemException {
    if (!blank) {
      endLine(position);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long line() {
    return line;
  }
}

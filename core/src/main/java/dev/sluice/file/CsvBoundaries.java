package dev.sluice.file;

/**
 * Records of CSV. A quote opens where a field starts and nowhere else; between quotes only a quote
 * means something, and two of them are one. LF, CR LF and CR alone end a line. {@link CsvFields}
 * reads by the same rules.
 */
final class CsvBoundaries implements Boundaries {
  private final ChunkCutter chunks;
  private final FileLimits limits;
  private final byte delimiter;
  private final byte quote;
  private State state = State.START;
  private long position;
  private long line = 1;
  private long recordStart;
  private long recordLine = 1;
  private boolean empty = true;
  private boolean lineEndInQuotes;

  private enum State {
    /** A field starts here. */
    START,
    PLAIN,
    QUOTED,
    /** After a quote that closes, or is the first of two. */
    CLOSED,
    /** After a CR outside of quotes: the record ends here, or after an LF. */
    RETURN
  }

  CsvBoundaries(ChunkCutter chunks, FileLimits limits, char delimiter, char quote) {
    this.chunks = chunks;
    this.limits = limits;
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
  }

  /** Goes on after records that were read elsewhere, such as the header. */
  void skipTo(long position, long line) {
    this.position = position;
    this.line = line;
    this.recordStart = position;
    this.recordLine = line;
  }

  @Override
  public void accept(byte[] bytes, int from, int to) throws FileProblemException {
    long base = position - from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (state == State.RETURN) {
        boolean pair = b == '\n';
        endRecord(base + i + (pair ? 1 : 0));
        if (pair) {
          continue;
        }
      }
      step(b, base + i);
    }
    position = base + to;
    if (position - recordStart > limits.recordBytes()) {
      throw tooLong();
    }
  }

  private void step(byte b, long at) throws FileProblemException {
    if (state == State.QUOTED) {
      if (b == quote) {
        state = State.CLOSED;
        lineEndInQuotes = false;
      } else {
        countLine(b);
      }
      return;
    }
    if (b == '\n') {
      endRecord(at + 1);
    } else if (b == '\r') {
      state = State.RETURN;
    } else {
      empty = false;
      if (b == delimiter) {
        state = State.START;
      } else if (b == quote && state != State.PLAIN) {
        state = State.QUOTED;
      } else {
        state = State.PLAIN;
      }
    }
  }

  /** CR LF in quotes is one line end. */
  private void countLine(byte b) {
    if (b == '\r' || b == '\n' && !lineEndInQuotes) {
      line++;
    }
    lineEndInQuotes = b == '\r';
  }

  private void endRecord(long end) throws FileProblemException {
    if (end - recordStart > limits.recordBytes() + 2L) {
      throw tooLong();
    }
    line++;
    recordStart = end;
    recordLine = line;
    state = State.START;
    if (!empty) {
      empty = true;
      chunks.record(end, line);
    }
  }

  private FileProblemException tooLong() {
    return FileProblemException.limit(
        "record-bytes",
        limits.recordBytes(),
        recordLine,
        "the record is too long, or a quote in it is not closed");
  }

  @Override
  public void end() throws FileProblemException {
    if (state == State.QUOTED) {
      throw new FileProblemException(
          "open-quote", recordLine, "the file ends inside the quotes of a field of this record");
    }
    if (state == State.RETURN || !empty) {
      endRecord(position);
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

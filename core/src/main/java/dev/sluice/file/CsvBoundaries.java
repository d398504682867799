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
  private final ByteSearch marks;
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
    this.marks = new ByteSearch(this.quote, (byte) '\n', (byte) '\r');
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
    int i = from;
    while (i < to) {
      if (state == State.RETURN) {
        boolean pair = bytes[i] == '\n';
        endRecord(base + i + (pair ? 1 : 0));
        i += pair ? 1 : 0;
        continue;
      }
      int next = marks.find(bytes, i, to);
      if (next > i) {
        pass(bytes[next - 1]);
      }
      if (next < to) {
        step(bytes[next], base + next);
      }
      i = next + 1;
    }
    position = base + to;
    if (position - recordStart > limits.recordBytes()) {
      throw tooLong();
    }
  }

  /** What is neither quote nor line end passed; of it only the last byte matters. */
  private void pass(byte last) {
    if (state == State.QUOTED) {
      lineEndInQuotes = false;
    } else {
      empty = false;
      state = last == delimiter ? State.START : State.PLAIN;
    }
  }

  private void step(byte b, long at) throws FileProblemException {
    if (state == State.QUOTED) {
      if (b == quote) {
        state = State.CLOSED;
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
      // A quote: it opens where a field starts, or is the second of two.
      empty = false;
      if (state != State.PLAIN) {
        state = State.QUOTED;
        lineEndInQuotes = false;
      }
    }
  }

  /** CR LF in quotes is one line end. */
  private void countLine(byte b) {
    if (b == '\r' || (b == '\n' && !lineEndInQuotes)) {
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

package dev.sluice.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a body from the mark on, read as they are asked for; never more than one record and
 * a block.
 */
final class BodyWindow {
  private static final int BLOCK = 64 * 1024;

  private final InputStream body;
  private final BodyLimits limits;
  private byte[] bytes = new byte[BLOCK];
  private int mark;
  private int position;
  private int end;
  private long total;
  private int line = 1;

  /** Where in the body that line starts, in bytes. */
  private long lineStart;

  BodyWindow(InputStream body, BodyLimits limits) {
    this.body = body;
    this.limits = limits;
  }

  void skipByteOrderMark() throws IOException, BodyProblemException {
    while (end < 3 && fill()) {}
    position = StrictJson.byteOrderMark(bytes, 0, end);
    lineStart = position;
  }

  /** Passes over JSON's white space; the byte after it, not taken, or -1 at the end. */
  int skipBlank() throws IOException, BodyProblemException {
    while (true) {
      mark = position;
      if (position == end && !fill()) {
        return -1;
      }
      int c = bytes[position] & 0xFF;
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      position++;
      if (c == '\n') {
        line++;
        lineStart = offset(position);
      }
    }
  }

  /** The next byte, or -1 at the end. */
  int take() throws IOException, BodyProblemException {
    if (position == end && !fill()) {
      return -1;
    }
    return bytes[position++] & 0xFF;
  }

  /** Where the byte after the mark is. */
  JsonProblem.Place place() {
    return new JsonProblem.Place(line, column(mark));
  }

  /** Where the next byte is. */
  JsonProblem.Place here() {
    passLines();
    return new JsonProblem.Place(line, column(position));
  }

  /** What follows belongs to the next record. */
  void mark() {
    mark = position;
  }

  /**
   * What was taken since the mark, without the last bytes that separate it, nor white space before
   * those.
   */
  byte[] marked(int separators) {
    passLines();
    int to = position - separators;
    while (to > mark && isBlank(bytes[to - 1])) {
      to--;
    }
    return Arrays.copyOfRange(bytes, mark, to);
  }

  /** Counts the lines since the mark; once, before the mark moves on. */
  private void passLines() {
    for (int i = mark; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = offset(i + 1);
      }
    }
  }

  /** Bytes of the body before this one of the window. */
  private long offset(int index) {
    return total - end + index;
  }

  private int column(int index) {
    return (int) (offset(index) - lineStart) + 1;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private boolean fill() throws IOException, BodyProblemException {
    int kept = end - mark;
    // The record's own limit, and room for what separates it from the next.
    if (kept > limits.record().bytes() + 1) {
      throw over("document-bytes", limits.record().bytes(), "a record");
    }
    if (kept == bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    } else if (mark > 0) {
      System.arraycopy(bytes, mark, bytes, 0, kept);
      position -= mark;
      end = kept;
      mark = 0;
    }
    int read = body.read(bytes, end, bytes.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    total += read;
    if (total > limits.bytes()) {
      throw over("body-bytes", limits.bytes(), "the body");
    }
    return true;
  }

  private BodyProblemException over(String name, long limit, String what) {
    JsonProblem.Place at = place();
    return new BodyProblemException(
        JsonProblem.limit(
            name, limit, at.line(), at.column(), what + " is longer than " + limit + " bytes"));
  }
}

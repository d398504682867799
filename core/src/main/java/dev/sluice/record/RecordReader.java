package dev.sluice.record;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into its records while it arrives, keeping each record's exact bytes. Memory is
 * bounded by the largest record allowed. A body whose first character is {@code [} is a JSON array,
 * any other is NDJSON.
 *
 * <p>NDJSON: lines end with LF or CR LF, blank lines and white space around a line do not count,
 * and a line that is not JSON is one refused record; but a line longer than a record may be is a
 * problem of the body, since its bytes cannot be kept. An array is one JSON text: anything wrong in
 * it is wrong with the body. For one thread.
 */
public final class RecordReader {
  private final BodyWindow window;
  private final BodyLimits limits;
  private final StrictJson json;
  private final boolean array;
  private long index;
  private JsonProblem.Place start = new JsonProblem.Place(1, 1);
  private boolean ended;

  private RecordReader(BodyWindow window, BodyLimits limits)
      throws IOException, BodyProblemException {
    this.window = window;
    this.limits = limits;
    this.json = new StrictJson(limits.record());
    window.skipByteOrderMark();
    this.array = window.skipBlank() == '[';
    if (array) {
      window.take();
    }
  }

  /**
   * Starts reading; the stream stays the caller's to close.
   *
   * @throws BodyProblemException if the body is beyond its limits before its first record
   */
  public static RecordReader open(InputStream body, BodyLimits limits)
      throws IOException, BodyProblemException {
    return new RecordReader(new BodyWindow(body, limits), limits);
  }

  /** The line of the body, from 1, at which the record that {@link #next} gave last starts. */
  public long line() {
    return start.line();
  }

  /** Whether the body is a JSON array. */
  public boolean isArray() {
    return array;
  }

  /**
   * The next record, or null at the end of the body. After an exception the reader is of no further
   * use.
   *
   * @throws BodyProblemException if the body as a whole cannot be taken
   */
  public @Nullable RawRecord next() throws IOException, BodyProblemException {
    if (ended) {
      return null;
    }
    byte[] bytes = array ? nextElement() : nextLine();
    if (bytes == null) {
      ended = true;
      return null;
    }
    if (index == limits.records()) {
      throw new BodyProblemException(
          JsonProblem.limit(
              "records",
              limits.records(),
              start.line(),
              start.column(),
              "the body has more than " + limits.records() + " records"));
    }
    Parsed parsed = json.parse(bytes);
    if (parsed instanceof Parsed.Refused(JsonProblem problem)
        && (array || problem.code().equals("limit-document-bytes"))) {
      throw new BodyProblemException(problem.inBody(index, start));
    }
    return new RawRecord(index++, bytes, parsed);
  }

  private byte @Nullable [] nextLine() throws IOException, BodyProblemException {
    // Blank lines, and blanks before a record, are no part of it.
    if (window.skipBlank() < 0) {
      return null;
    }
    window.mark();
    start = window.place();
    int c = window.take();
    while (c >= 0 && c != '\n') {
      c = window.take();
    }
    return window.marked(c < 0 ? 0 : 1);
  }

  private byte @Nullable [] nextElement() throws IOException, BodyProblemException {
    int c = window.skipBlank();
    if (c == ']' && index == 0) {
      window.take();
      expectEnd();
      return null;
    }
    window.mark();
    start = window.place();
    int depth = 0;
    boolean quoted = false;
    while (true) {
      c = window.take();
      if (c < 0) {
        throw malformed("the array does not end");
      }
      if (quoted) {
        if (c == '\\') {
          window.take();
        } else if (c == '"') {
          quoted = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> quoted = true;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth-- == 0) {
            return lastElement(c);
          }
        }
        case ',' -> {
          if (depth == 0) {
            return window.marked(1);
          }
        }
        default -> {}
      }
    }
  }

  /** Brackets need only be counted here: whether they pair is seen when the element is parsed. */
  private byte[] lastElement(int closing) throws IOException, BodyProblemException {
    if (closing != ']') {
      throw malformed("the array ends with another bracket");
    }
    byte[] bytes = window.marked(1);
    expectEnd();
    ended = true;
    return bytes;
  }

  private void expectEnd() throws IOException, BodyProblemException {
    if (window.skipBlank() >= 0) {
      throw malformed("there is more after the array");
    }
  }

  private BodyProblemException malformed(String what) {
    return new BodyProblemException(JsonProblem.notJson(1, 1, what).inBody(index, window.here()));
  }
}

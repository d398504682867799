package dev.sluice.file;

import java.io.IOException;

/**
 * Writes the elements of a JSON array as lines, each as it stood there, while bytes pass in pieces
 * of any size. Whether an element is JSON is seen when its row is read; here only strings and
 * brackets count. For one thread.
 */
final class JsonElements {
  private final Output out;
  private final FileLimits limits;
  private State state = State.BEFORE;
  private boolean escaped;
  private boolean inString;
  private int depth;
  private long line = 1;
  private long elementLine = 1;
  private long length;
  private long elements;

  /** Where the lines go. */
  interface Output {
    void accept(byte[] bytes, int from, int to) throws FileProblemException, IOException;
  }

  private enum State {
    /** Before the array. */
    BEFORE,
    /** Before an element, or before the end of an empty array. */
    START,
    ELEMENT,
    AFTER
  }

  private static final byte[] LINE_END = {'\n'};
  private static final byte[] BLANK = {' '};

  JsonElements(Output out, FileLimits limits) {
    this.out = out;
    this.limits = limits;
  }

  void accept(byte[] bytes, int from, int to) throws FileProblemException, IOException {
    int start = from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        line++;
      }
      if (state == State.ELEMENT) {
        boolean ends = !inString && depth == 0 && (b == ',' || b == ']');
        boolean lineEnd = b == '\n' || b == '\r';
        if (ends || lineEnd) {
          copy(bytes, start, i);
          start = i + 1;
        }
        if (ends) {
          end(b);
        } else if (lineEnd) {
          blank();
        } else {
          inElement(b);
        }
      } else if (!isBlank(b)) {
        start = outside(b, i);
      }
    }
    if (state == State.ELEMENT) {
      copy(bytes, start, to);
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void copy(byte[] bytes, int from, int to) throws FileProblemException, IOException {
    length += to - from;
    if (length > limits.recordBytes()) {
      throw FileProblemException.limit(
          "record-bytes", limits.recordBytes(), elementLine, "the record is too long");
    }
    if (from < to) {
      out.accept(bytes, from, to);
    }
  }

  /** Line ends between the values of an element mean nothing; in a string they are no JSON. */
  private void blank() throws FileProblemException, IOException {
    if (inString) {
      throw problem("a string goes over a line end");
    }
    out.accept(BLANK, 0, 1);
  }

  private void inElement(byte b) throws FileProblemException {
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
    } else if (b == '"') {
      inString = true;
    } else if (b == '{' || b == '[') {
      depth++;
    } else if ((b == '}' || b == ']') && --depth < 0) {
      throw problem("a bracket closes what is not open");
    }
  }

  /** An element begins at the index that is returned, if it does. */
  private int outside(byte b, int index) throws FileProblemException {
    switch (state) {
      case BEFORE -> {
        if (b != '[') {
          throw problem("the file does not start with an array");
        }
        state = State.START;
      }
      case START -> {
        if (b == ']' && elements == 0) {
          state = State.AFTER;
          return index + 1;
        }
        if (b == ',' || b == ']') {
          throw problem("an element is missing");
        }
        state = State.ELEMENT;
        elementLine = line;
        length = 0;
        inElement(b);
        return index;
      }
      case AFTER -> throw problem("there is more after the array");
      case ELEMENT -> throw new IllegalStateException("inside an element");
    }
    return index + 1;
  }

  private void end(byte b) throws FileProblemException, IOException {
    elements++;
    out.accept(LINE_END, 0, 1);
    state = b == ',' ? State.START : State.AFTER;
  }

  void end() throws FileProblemException {
    if (state != State.AFTER) {
      throw problem("the array does not end: the file is cut short, or a quote is missing");
    }
  }

  private FileProblemException problem(String what) {
    return new FileProblemException("not-json", line, what);
  }
}

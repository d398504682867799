package dev.sluice.file;

/** How a text holds its records, by how it starts. */
enum Shape {
  /** Nothing but blanks. */
  EMPTY,
  /** NDJSON. */
  LINES,
  /** A JSON array. */
  ARRAY,
  /** CSV. */
  TABLE;

  static Shape of(Head head, int from) throws FileProblemException {
    int first = skipBlank(head, from);
    if (first == head.length()) {
      return EMPTY;
    }
    int second = skipBlank(head, first + 1);
    byte next = second < head.length() ? head.bytes()[second] : 0;
    return switch (head.bytes()[first]) {
      case '{' -> {
        if (next != '"' && next != '}') {
          yield TABLE;
        }
        if (lineEnds(head, first + 1, second)) {
          throw new FileProblemException(
              "not-ndjson",
              1,
              "a JSON object goes over several lines: send one a line, or an array");
        }
        yield LINES;
      }
      case '[' -> "{[]\"-0123456789tfn".indexOf(next) >= 0 ? array(next, head, second) : TABLE;
      default -> TABLE;
    };
  }

  /** A header may have a name in brackets. */
  private static Shape array(byte next, Head head, int second) {
    boolean word = "tfn".indexOf(next) >= 0;
    if (!word) {
      return ARRAY;
    }
    String text =
        new String(
            head.bytes(),
            second,
            Math.min(5, head.length() - second),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.startsWith("true") || text.startsWith("false") || text.startsWith("null")
        ? ARRAY
        : TABLE;
  }

  /** Whether nothing but blanks follows. */
  static boolean isBlank(Head head, int from) {
    return skipBlank(head, from) == head.length();
  }

  private static int skipBlank(Head head, int from) {
    int i = from;
    while (i < head.length() && " \t\r\n".indexOf(head.bytes()[i]) >= 0) {
      i++;
    }
    return i;
  }

  private static boolean lineEnds(Head head, int from, int to) {
    for (int i = from; i < to; i++) {
      if (head.bytes()[i] == '\n') {
        return true;
      }
    }
    return false;
  }
}

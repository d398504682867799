package dev.sluice.file;

import dev.sluice.record.TextFields;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one record after another out of bytes in memory, by the rules of {@link
 * CsvBoundaries}. What needs to be changed to be read (doubled quotes) is written behind the bytes.
 * For one thread.
 */
final class CsvFields {
  private final byte delimiter;
  private final byte quote;
  private byte[] bytes;
  private final int end;
  private int scratch;
  private int position;
  private int lines;
  private int recordEnd;
  @Nullable RowProblem problem;

  CsvFields(byte[] bytes, int length, char delimiter, char quote) {
    this.bytes = bytes;
    this.end = length;
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
  }

  /** Where the next record starts. */
  int position() {
    return position;
  }

  /** Where the last one ended, without its line end. */
  int recordEnd() {
    return recordEnd;
  }

  /** Line ends of the last one, its own with them. */
  int lines() {
    return lines;
  }

  /** Passes over an empty line; false where there is none. */
  boolean skipBlank() {
    if (position < end && (bytes[position] == '\n' || bytes[position] == '\r')) {
      position = afterLineEnd(position);
      return true;
    }
    return false;
  }

  private int afterLineEnd(int at) {
    boolean pair = bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n';
    return at + (pair ? 2 : 1);
  }

  /** Reads one record; there must be one. */
  void read(TextFields fields) {
    problem = null;
    lines = 0;
    scratch = end;
    fields.start(bytes);
    while (true) {
      boolean quoted = position < end && bytes[position] == quote;
      if (quoted) {
        readQuoted(fields);
      } else {
        readPlain(fields);
      }
      if (position == end) {
        recordEnd = end;
        return;
      }
      byte b = bytes[position];
      if (b != delimiter) {
        recordEnd = position;
        position = afterLineEnd(position);
        lines++;
        return;
      }
      position++;
    }
  }

  private void readPlain(TextFields fields) {
    int start = position;
    int quotes = skipPlain();
    if ((quotes & 1) != 0) {
      problem = RowProblem.QUOTE;
    }
    fields.add(start, position);
  }

  /** To the end of a field; how many quotes were met. */
  private int skipPlain() {
    int quotes = 0;
    int i = position;
    while (i < end) {
      byte b = bytes[i];
      if (b == delimiter || b == '\n' || b == '\r') {
        break;
      }
      if (b == quote) {
        quotes++;
      }
      i++;
    }
    position = i;
    return quotes;
  }

  private void readQuoted(TextFields fields) {
    int start = ++position;
    int from = -1;
    while (true) {
      int close = closingQuote();
      boolean doubled = close + 1 < end && bytes[close + 1] == quote;
      if (!doubled) {
        if (from < 0) {
          fields.add(start, close);
        } else {
          append(fields, start, close);
          fields.add(from, scratch);
        }
        position = Math.min(close + 1, end);
        break;
      }
      from = from < 0 ? scratch : from;
      append(fields, start, close + 1);
      start = close + 2;
      position = start;
    }
    if (position < end && !isFieldEnd(bytes[position])) {
      problem = RowProblem.QUOTE;
      skipPlain();
    }
  }

  private boolean isFieldEnd(byte b) {
    return b == delimiter || b == '\n' || b == '\r';
  }

  /** Counts the lines on its way; the end where there is none. */
  private int closingQuote() {
    int i = position;
    while (i < end && bytes[i] != quote) {
      if (bytes[i] == '\r' || bytes[i] == '\n' && bytes[i - 1] != '\r') {
        lines++;
      }
      i++;
    }
    return i;
  }

  private void append(TextFields fields, int from, int to) {
    int length = to - from;
    if (scratch + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(scratch + length, bytes.length + bytes.length / 4));
      fields.moved(bytes);
    }
    System.arraycopy(bytes, from, bytes, scratch, length);
    scratch += length;
  }

  byte[] bytes() {
    return bytes;
  }
}

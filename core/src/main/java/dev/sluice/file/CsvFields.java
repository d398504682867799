package dev.sluice.file;

import dev.sluice.record.TextFields;
import dev.sluice.record.Utf8;
import java.nio.charset.StandardCharsets;
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
  private final ByteSearch plainEnd;
  private final ByteSearch quotedEnd;
  private byte[] bytes;
  private final int end;
  private int scratch;
  private int position;
  private int lines;
  private int recordEnd;
  private boolean quoted;
  private boolean open;
  @Nullable RowProblem problem;

  CsvFields(byte[] bytes, int length, char delimiter, char quote) {
    this.bytes = bytes;
    this.end = length;
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
    this.plainEnd = new ByteSearch(this.delimiter, this.quote, (byte) '\n', (byte) '\r');
    this.quotedEnd = new ByteSearch(this.quote, (byte) '\n', (byte) '\r');
  }

  /** Goes on from elsewhere. */
  void moveTo(int position) {
    this.position = position;
  }

  /** Whether the last record ended, with the bytes, inside of quotes. */
  boolean isOpen() {
    return open;
  }

  /** Whether the last record had a field in quotes. */
  boolean quoted() {
    return quoted;
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
    quoted = false;
    open = false;
    scratch = end;
    fields.start(bytes);
    while (true) {
      if (position < end && bytes[position] == quote) {
        quoted = true;
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
    int i = plainEnd.find(bytes, position, end);
    while (i < end && bytes[i] == quote) {
      quotes++;
      i = plainEnd.find(bytes, i + 1, end);
    }
    position = i;
    return quotes;
  }

  private void readQuoted(TextFields fields) {
    int opening = position;
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
        open = close == end;
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
      // As it stands, so that whoever is to correct it sees all of it.
      fields.replace(fields.count() - 1, opening, position);
    }
  }

  private boolean isFieldEnd(byte b) {
    return b == delimiter || b == '\n' || b == '\r';
  }

  /** Counts the lines on its way; the end where there is none. */
  private int closingQuote() {
    int i = quotedEnd.find(bytes, position, end);
    while (i < end && bytes[i] != quote) {
      if (bytes[i] == '\r' || bytes[i - 1] != '\r') {
        lines++;
      }
      i = quotedEnd.find(bytes, i + 1, end);
    }
    return i;
  }

  private void append(TextFields fields, int from, int to) {
    room(fields, to - from);
    System.arraycopy(bytes, from, bytes, scratch, to - from);
    scratch += to - from;
  }

  private void room(TextFields fields, int more) {
    if (scratch + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(scratch + more, bytes.length + bytes.length / 4));
      fields.moved(bytes);
    }
  }

  /** The last record's fields, converted to UTF-8 where they are of windows-1252. */
  void convert(TextFields fields) {
    for (int i = 0; i < fields.count(); i++) {
      int from = fields.from(i);
      int to = fields.to(i);
      if (Utf8.skipAscii(bytes, from, to) < to) {
        String text = new String(bytes, from, to - from, TextEncoding.WINDOWS);
        if (text.indexOf('\uFFFD') >= 0) {
          problem = RowProblem.ENCODING;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(fields, utf8.length);
        System.arraycopy(utf8, 0, bytes, scratch, utf8.length);
        fields.replace(i, scratch, scratch + utf8.length);
        scratch += utf8.length;
      }
    }
  }
}

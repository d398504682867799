package dev.sluice.file;

import dev.sluice.file.FileFormat.Sent;
import dev.sluice.object.ObjectStore;
import dev.sluice.record.Utf8;
import dev.sluice.run.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rows of one chunk, which it holds in memory. For one thread; nothing to close. */
public final class ChunkReader {
  private final FileFormat format;
  private final byte[] bytes;
  private final CsvFields csv;
  private final Row row;
  private long number;
  private long line;
  private int position;
  private final int columns;
  private final boolean defused;
  private final boolean clean;
  private final boolean hasLines;

  private ChunkReader(FileFormat format, Chunk chunk, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
    this.csv = new CsvFields(bytes, bytes.length, format.delimiter(), format.quote());
    this.row = new Row(format);
    this.number = chunk.firstRow();
    this.line = chunk.firstLine();
    this.columns = format.header().size();
    this.defused = ErrorColumns.areIn(format.header());
    this.clean = isClean(format, bytes);
    this.hasLines = format.sent() == Sent.CSV || format.sent() == Sent.NDJSON;
  }

  /**
   * Reads the chunk's bytes.
   *
   * @throws dev.sluice.object.NoSuchObjectException if its object is gone
   */
  public static ChunkReader open(ObjectStore store, FileFormat format, Chunk chunk) {
    try (InputStream in = store.read(chunk.object(), chunk.offset(), chunk.length())) {
      byte[] bytes = in.readNBytes(Math.toIntExact(chunk.length()));
      if (bytes.length != chunk.length()) {
        throw new IOException("the object ends within the chunk");
      }
      return new ChunkReader(format, chunk, bytes);
    } catch (IOException e) {
      throw new BackendException(
          BackendException.Kind.TRANSIENT, "a chunk could not be read whole", e);
    }
  }

  /**
   * One record that was kept by itself: all of these bytes, numbered as in its file. What is not
   * exactly one record has a problem.
   */
  static Row alone(FileFormat format, byte[] record, long number) {
    Chunk chunk = new Chunk("", 0, record.length, number, 0, 1);
    ChunkReader reader = new ChunkReader(format, chunk, record);
    if (format.kind() == FileFormat.Kind.NDJSON) {
      reader.found(0, record.length);
      return reader.row;
    }
    if (reader.next() == null || !reader.isAtEnd()) {
      reader.row.problem = RowProblem.NOT_ONE;
    }
    return reader.row;
  }

  private boolean isAtEnd() {
    boolean blank = true;
    while (blank) {
      blank = csv.skipBlank();
    }
    return csv.position() == bytes.length;
  }

  /** Text throughout, so that no row needs to be looked at; JSON is looked at when it is read. */
  private static boolean isClean(FileFormat format, byte[] bytes) {
    if (format.kind() == FileFormat.Kind.NDJSON) {
      return true;
    }
    if (Utf8.skipNonZero(bytes, 0, bytes.length) < bytes.length) {
      return false;
    }
    return format.charset().equals(StandardCharsets.UTF_8)
        ? Utf8.firstMalformed(bytes, 0, bytes.length) < 0
        : Utf8.skipAscii(bytes, 0, bytes.length) == bytes.length;
  }

  /** The next row, the same object as before; null at the end. */
  public @Nullable Row next() {
    return format.kind() == FileFormat.Kind.CSV ? nextCsv() : nextLine();
  }

  private @Nullable Row nextCsv() {
    while (csv.skipBlank()) {
      line++;
    }
    int start = csv.position();
    if (start == bytes.length) {
      return null;
    }
    csv.read(row.fields);
    found(start, csv.recordEnd());
    line += csv.lines();
    if (!clean) {
      csv.problem = encoding(csv.problem);
    }
    if (defused) {
      undoDefusing();
    }
    row.problem = csv.problem;
    if (row.problem == null && row.fields.count() != columns) {
      row.problem = row.fields.count() < columns ? RowProblem.TOO_FEW : RowProblem.TOO_MANY;
    }
    if (row.problem == null && defused) {
      row.problem = row.uncorrected();
    }
    return row;
  }

  private @Nullable RowProblem encoding(@Nullable RowProblem found) {
    int end = row.offset + row.length;
    if (Utf8.skipNonZero(bytes, row.offset, end) < end) {
      return RowProblem.NUL;
    }
    if (format.charset().equals(StandardCharsets.UTF_8)) {
      boolean text = Utf8.firstMalformed(bytes, row.offset, end) < 0;
      return text ? found : RowProblem.ENCODING;
    }
    csv.convert(row.fields);
    return csv.problem;
  }

  /** What {@link Formulas#undo} does, in place. */
  private void undoDefusing() {
    byte[] in = row.fields.bytes();
    for (int field = 0; field < row.fields.count(); field++) {
      int from = row.fields.from(field);
      int to = row.fields.to(field);
      int i = from;
      while (i < to && in[i] == '\'') {
        i++;
      }
      if (i > from && i < to && Formulas.starts((char) in[i])) {
        row.fields.replace(field, from + 1, to);
      }
    }
  }

  private void found(int start, int end) {
    row.bytes = bytes;
    row.offset = start;
    row.length = end - start;
    row.number = number++;
    row.line = hasLines ? line : 0;
  }

  private @Nullable Row nextLine() {
    while (position < bytes.length) {
      int start = position;
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      position = Math.min(end + 1, bytes.length);
      while (start < end && isBlank(bytes[start])) {
        start++;
      }
      while (start < end && isBlank(bytes[end - 1])) {
        end--;
      }
      if (start < end) {
        found(start, end);
        line++;
        return row;
      }
      line++;
    }
    return null;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}

package dev.sluice.file;

import dev.sluice.object.ObjectStore;
import dev.sluice.run.BackendException;
import java.io.IOException;
import java.io.InputStream;
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

  private ChunkReader(FileFormat format, Chunk chunk, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
    this.csv = new CsvFields(bytes, bytes.length, format.delimiter(), format.quote());
    this.row = new Row(format);
    this.number = chunk.firstRow();
    this.line = chunk.firstLine();
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
    row.problem = csv.problem;
    int expected = format.header().size();
    if (row.problem == null && row.fields.count() != expected) {
      row.problem = row.fields.count() < expected ? RowProblem.TOO_FEW : RowProblem.TOO_MANY;
    }
    return row;
  }

  private void found(int start, int end) {
    row.bytes = bytes;
    row.offset = start;
    row.length = end - start;
    row.number = number++;
    row.line = line;
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

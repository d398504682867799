package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.testing.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Sends files in and reads them back. */
final class Uploads {
  final InMemoryObjectStore store = new InMemoryObjectStore();
  private final Path scratch;
  FileLimits limits = FileLimits.DEFAULT;
  ExpectedColumns expected = ExpectedColumns.ANY;
  Declared declared = Declared.NOTHING;

  Uploads(Path scratch) {
    this.scratch = scratch;
  }

  Received receive(String file) throws IOException, FileProblemException {
    return receive(file.getBytes(UTF_8));
  }

  Received receive(byte[] file) throws IOException, FileProblemException {
    return receive(new ByteArrayInputStream(file));
  }

  Received receive(InputStream file) throws IOException, FileProblemException {
    return new Intake(store, limits, scratch)
        .receive(file, declared, expected, "up/original", "up/copy");
  }

  /** Holds that the file is refused for this, and that nothing stays. */
  FileProblemException refused(String code, long line, InputStream file) {
    FileProblemException problem = assertThrows(FileProblemException.class, () -> receive(file));
    assertEquals(code, problem.code(), problem.getMessage());
    assertEquals(line, problem.line(), problem.getMessage());
    assertEquals(List.of(), keys());
    return problem;
  }

  FileProblemException refused(String code, long line, byte[] file) {
    return refused(code, line, new ByteArrayInputStream(file));
  }

  FileProblemException refused(String code, long line, String file) {
    return refused(code, line, file.getBytes(UTF_8));
  }

  /** What one makes of each row. */
  <T> List<T> rows(Received received, Function<Row, T> make) {
    List<T> rows = new ArrayList<>();
    for (Chunk chunk : received.chunks()) {
      int before = rows.size();
      Chunk kept = Chunk.fromJson(chunk.toJson());
      FileFormat format = FileFormat.fromJson(received.format().toJson());
      ChunkReader reader = ChunkReader.open(store, format, kept);
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(make.apply(row));
      }
      if (rows.size() - before != chunk.rows()) {
        throw new AssertionError(rows.size() - before + " rows in " + chunk);
      }
    }
    if (rows.size() != received.rows()) {
      throw new AssertionError(rows.size() + " rows of " + received.rows());
    }
    return rows;
  }

  List<List<String>> fields(Received received) {
    return rows(received, Row::fields);
  }

  List<String> originals(Received received) {
    return rows(received, row -> new String(row.original(), UTF_8));
  }

  List<String> keys() {
    return store.list("", null, 100).stream().map(object -> object.key()).toList();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}

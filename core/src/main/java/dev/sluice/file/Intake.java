package dev.sluice.file;

import dev.sluice.object.ObjectStore;
import dev.sluice.object.ObjectWriter;
import dev.sluice.object.StoredObject;
import dev.sluice.record.TextFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Takes a file in: stores it as sent, recognises it and cuts it, all in one pass of a stream. What
 * is wrong with a file as a whole is found here, and then nothing of it is stored.
 */
public final class Intake {
  private final ObjectStore store;
  private final FileLimits limits;

  /**
   * @param scratch a folder for what only random access can read; emptied again
   */
  public Intake(ObjectStore store, FileLimits limits, Path scratch) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * Stores and cuts a file while it arrives.
   *
   * @param originalKey of the file as sent
   * @param copyKey of the copy that is made where the original cannot be cut
   * @throws FileProblemException if the file cannot be taken; nothing is stored
   * @throws IOException only where {@code content} throws it; nothing is stored
   */
  public Received receive(
      InputStream content,
      Declared declared,
      ExpectedColumns expected,
      String originalKey,
      String copyKey)
      throws IOException, FileProblemException {
    try (ObjectWriter writer = store.create(originalKey, Map.of())) {
      Tee tee = new Tee(content, writer, limits);
      ChunkCutter chunks = new ChunkCutter(originalKey, limits);
      FileFormat format = scan(tee, expected, chunks);
      StoredObject original = writer.commit();
      return new Received(format, original, originalKey, chunks.rows(), chunks.all());
    }
  }

  /**
   * Cuts a file that is stored already, such as one that came by a resumable upload. It stays as it
   * is, whatever is wrong with it.
   *
   * @throws dev.sluice.object.NoSuchObjectException if there is none
   */
  public Received receiveStored(
      String originalKey, Declared declared, ExpectedColumns expected, String copyKey)
      throws IOException, FileProblemException {
    StoredObject original =
        store.stat(originalKey).orElseThrow(dev.sluice.object.NoSuchObjectException::new);
    try (InputStream content = store.read(originalKey)) {
      ChunkCutter chunks = new ChunkCutter(originalKey, limits);
      FileFormat format = scan(new Tee(content, null, limits), expected, chunks);
      return new Received(format, original, originalKey, chunks.rows(), chunks.all());
    }
  }

  private FileFormat scan(InputStream in, ExpectedColumns expected, ChunkCutter chunks)
      throws IOException, FileProblemException {
    byte[] buffer = new byte[1 << 20];
    int filled = in.readNBytes(buffer, 0, buffer.length);
    if (filled == 0) {
      throw new FileProblemException("empty-file", 0, "the file is empty");
    }
    FileFormat format;
    Boundaries boundaries;
    if (buffer[0] == '{') {
      format = FileFormat.ndjson();
      boundaries = new LineBoundaries(chunks, limits, 0);
      chunks.begin(0, 1);
      boundaries.accept(buffer, 0, filled);
    } else {
      TextFields fields = new TextFields();
      CsvFields header = new CsvFields(buffer, filled, ',', '"');
      header.read(fields);
      List<String> names = new java.util.ArrayList<>();
      for (int i = 0; i < fields.count(); i++) {
        names.add(fields.text(i));
      }
      expected.check(names, 1);
      format = FileFormat.csv(names);
      CsvBoundaries csv = new CsvBoundaries(chunks, limits, ',', '"', 0);
      csv.skipTo(header.position(), 1 + header.lines());
      chunks.begin(header.position(), 1 + header.lines());
      csv.accept(buffer, header.position(), filled);
      boundaries = csv;
    }
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      boundaries.accept(buffer, 0, read);
    }
    boundaries.end();
    chunks.finish(boundaries.position(), boundaries.line());
    return format;
  }
}

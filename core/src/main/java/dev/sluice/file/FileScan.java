package dev.sluice.file;

import dev.sluice.object.ObjectStore;
import dev.sluice.object.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One file being recognised and cut. For one thread, and once. */
final class FileScan {
  private static final int SAMPLE = 64 * 1024;
  private static final TextEncoding UTF_8 = new TextEncoding(StandardCharsets.UTF_8, 0, true);

  private final ObjectStore store;
  private final FileLimits limits;
  private final Path scratch;
  private final Declared declared;
  private final ExpectedColumns expected;
  private final String originalKey;
  private final String copyKey;
  private final byte[] buffer = new byte[256 * 1024];
  private boolean gzipped;
  private boolean converted;
  private @Nullable ObjectWriter copy;

  FileScan(
      ObjectStore store,
      FileLimits limits,
      Path scratch,
      Declared declared,
      ExpectedColumns expected,
      String originalKey,
      String copyKey) {
    this.store = store;
    this.limits = limits;
    this.scratch = scratch;
    this.declared = declared;
    this.expected = expected;
    this.originalKey = originalKey;
    this.copyKey = copyKey;
  }

  /**
   * What a file was found to be.
   *
   * @param rows at least one
   */
  record Found(FileFormat format, String readable, long rows, List<Chunk> chunks) {}

  /** Reads the stream to its end, or to what is wrong with it. A copy is committed on success. */
  Found read(InputStream in) throws IOException, FileProblemException {
    try {
      Found found = recognise(in);
      if (found.rows() == 0) {
        throw new FileProblemException("no-rows", 0, "the file has no rows");
      }
      if (copy != null) {
        copy.commit();
      }
      return found;
    } catch (ProblemInStream e) {
      throw e.problem();
    } finally {
      if (copy != null) {
        copy.close();
      }
    }
  }

  private Found recognise(InputStream in) throws IOException, FileProblemException {
    Head head = Head.read(in, SAMPLE);
    if (head.length() == 0) {
      throw new FileProblemException("empty-file", 0, "the file is empty");
    }
    return switch (Signature.of(head)) {
      case GZIP -> {
        if (gzipped) {
          throw Signature.wrong("is packed twice", "pack it once");
        }
        gzipped = true;
        try (Gunzip unpacked = new Gunzip(head.whole(), limits)) {
          yield recognise(unpacked);
        }
      }
      case ZIP -> spreadsheet(head);
      case TEXT -> text(head);
    };
  }

  private Found spreadsheet(Head head) throws IOException, FileProblemException {
    converted = true;
    try (XlsxFile file = XlsxFile.spool(head.whole(), scratch, limits);
        InputStream rows = file.csv()) {
      Head text = Head.read(rows, SAMPLE);
      if (text.length() == 0) {
        throw new FileProblemException("empty-file", 0, "the spreadsheet is empty");
      }
      return csv(text, UTF_8, new Dialect(',', '"', 0), FileFormat.Sent.XLSX);
    }
  }

  private Found text(Head head) throws IOException, FileProblemException {
    TextEncoding encoding = TextEncoding.of(head, declared);
    if (encoding.isReadable(head)) {
      return text(head, encoding);
    }
    converted = true;
    InputStream whole = head.whole();
    whole.skipNBytes(encoding.mark());
    try (Transcoder utf8 = new Transcoder(whole, encoding.charset())) {
      return text(Head.read(utf8, SAMPLE), UTF_8);
    }
  }

  private Found text(Head head, TextEncoding encoding) throws IOException, FileProblemException {
    return switch (Shape.of(head, encoding.mark())) {
      case EMPTY ->
          throw new FileProblemException("empty-file", 0, "the file holds nothing but blanks");
      case LINES -> lines(head, encoding);
      case ARRAY -> array(head, encoding);
      case TABLE -> table(head, encoding);
    };
  }

  private Found table(Head head, TextEncoding encoding) throws IOException, FileProblemException {
    Dialect dialect = Dialect.detect(head, encoding.mark(), expected::isKnown);
    if (head.complete()
        && dialect.start() > encoding.mark()
        && Shape.isBlank(head, dialect.start())) {
      throw new FileProblemException(
          "empty-file", 0, "the file holds nothing but the line that says its separator");
    }
    return csv(head, encoding, dialect, FileFormat.Sent.CSV);
  }

  private Found lines(Head head, TextEncoding encoding) throws IOException, FileProblemException {
    copyIf(gzipped || converted);
    ChunkCutter chunks = new ChunkCutter(readable(), limits);
    chunks.begin(encoding.mark(), 1);
    LineBoundaries boundaries = new LineBoundaries(chunks, limits, encoding.mark());
    pass(head, encoding.mark(), boundaries, new CharsetEvidence());
    chunks.finish(boundaries.position(), boundaries.line());
    return found(FileFormat.Sent.NDJSON, FileFormat.ndjson(), chunks);
  }

  private Found array(Head head, TextEncoding encoding) throws IOException, FileProblemException {
    ObjectWriter lines = copyIf(true);
    ChunkCutter chunks = new ChunkCutter(copyKey, limits);
    chunks.begin(0, 1);
    LineBoundaries boundaries = new LineBoundaries(chunks, limits, 0);
    JsonElements elements =
        new JsonElements(
            (bytes, from, to) -> {
              Objects.requireNonNull(lines).write(bytes, from, to - from);
              boundaries.accept(bytes, from, to);
            },
            limits);
    elements.accept(head.bytes(), encoding.mark(), head.length());
    InputStream rest = head.rest();
    for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
      elements.accept(buffer, 0, read);
    }
    elements.end();
    boundaries.end();
    chunks.finish(boundaries.position(), boundaries.line());
    return found(FileFormat.Sent.JSON_ARRAY, FileFormat.ndjson(), chunks);
  }

  private Found csv(Head head, TextEncoding encoding, Dialect dialect, FileFormat.Sent sent)
      throws IOException, FileProblemException {
    CsvHeader header = CsvHeader.read(head, dialect, encoding, expected, limits);
    copyIf(gzipped || converted);
    ChunkCutter chunks = new ChunkCutter(readable(), limits);
    chunks.begin(header.end(), header.nextLine());
    CsvBoundaries boundaries =
        new CsvBoundaries(chunks, limits, dialect.delimiter(), dialect.quote());
    boundaries.skipTo(header.end(), header.nextLine());
    CharsetEvidence evidence = new CharsetEvidence();
    evidence.accept(head.bytes(), encoding.mark(), header.end());
    pass(head, header.end(), boundaries, evidence);
    chunks.finish(boundaries.position(), boundaries.line());
    FileFormat format =
        new FileFormat(
            sent,
            false,
            FileFormat.Kind.CSV,
            encoding.certain() ? encoding.charset() : evidence.charset(),
            dialect.delimiter(),
            dialect.quote(),
            header.names(),
            false,
            false);
    return found(sent, format, chunks);
  }

  private @Nullable ObjectWriter copyIf(boolean needed) {
    if (needed) {
      copy = store.create(copyKey, Map.of());
    }
    return copy;
  }

  private String readable() {
    return copy == null ? originalKey : copyKey;
  }

  /** Everything from an index of the head on; what is before it is copied alone. */
  private void pass(Head head, int from, Boundaries boundaries, CharsetEvidence evidence)
      throws IOException, FileProblemException {
    if (copy != null) {
      copy.write(head.bytes(), 0, from);
    }
    pass(head.bytes(), from, head.length(), boundaries, evidence);
    InputStream rest = head.rest();
    for (int read = rest.read(buffer); read >= 0; read = rest.read(buffer)) {
      pass(buffer, 0, read, boundaries, evidence);
    }
    boundaries.end();
  }

  private void pass(byte[] bytes, int from, int to, Boundaries boundaries, CharsetEvidence evidence)
      throws FileProblemException {
    if (copy != null) {
      copy.write(bytes, from, to - from);
    }
    evidence.accept(bytes, from, to);
    boundaries.accept(bytes, from, to);
  }

  private Found found(FileFormat.Sent sent, FileFormat read, ChunkCutter chunks) {
    FileFormat format =
        new FileFormat(
            sent,
            gzipped,
            read.kind(),
            read.charset(),
            read.delimiter(),
            read.quote(),
            read.header(),
            copy != null,
            false);
    return new Found(format, readable(), chunks.rows(), chunks.all());
  }
}

package dev.sluice.file;

import dev.sluice.record.TextFields;
import dev.sluice.record.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of a CSV file's columns.
 *
 * @param end where the rows start
 * @param nextLine the line that starts there
 */
record CsvHeader(List<String> names, int end, long nextLine) {

  /** Reads as far as the first record goes. */
  static CsvHeader read(
      Head head,
      Dialect dialect,
      TextEncoding encoding,
      ExpectedColumns expected,
      FileLimits limits)
      throws IOException, FileProblemException {
    long firstLine = dialect.start() > encoding.mark() ? 2 : 1;
    TextFields fields = new TextFields();
    while (true) {
      byte[] bytes = Arrays.copyOf(head.bytes(), head.length());
      CsvFields csv = new CsvFields(bytes, bytes.length, dialect.delimiter(), dialect.quote());
      csv.moveTo(dialect.start());
      long line = firstLine;
      while (csv.skipBlank()) {
        line++;
      }
      csv.read(fields);
      if (fields.count() > limits.columns()) {
        throw FileProblemException.limit(
            "columns", limits.columns(), line, "the header names too many columns");
      }
      if (head.complete() || isWhole(csv, bytes)) {
        return of(csv, fields, line, dialect, expected);
      }
      if (bytes.length > limits.recordBytes()) {
        throw FileProblemException.limit(
            "record-bytes",
            limits.recordBytes(),
            line,
            "the header is too long, or a quote in it is not closed");
      }
      head.grow();
    }
  }

  /** A CR at the very end may be half of a line end. */
  private static boolean isWhole(CsvFields csv, byte[] bytes) {
    int end = csv.recordEnd();
    return end < bytes.length && (bytes[end] != '\r' || end + 1 < bytes.length);
  }

  private static CsvHeader of(
      CsvFields csv, TextFields fields, long line, Dialect dialect, ExpectedColumns expected)
      throws FileProblemException {
    if (csv.isOpen()) {
      throw new FileProblemException(
          "open-quote", line, "the file ends inside the quotes of a field of the header");
    }
    if (csv.problem != null) {
      throw new FileProblemException("header-quote", line, "the header " + csv.problem.message());
    }
    List<String> names = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) {
      names.add(name(fields, i).strip());
    }
    if (ErrorColumns.areIn(names)) {
      names.replaceAll(Formulas::undo);
    }
    if (!expected.isHeader(names)) {
      return new CsvHeader(expected.positional(), dialect.start(), line);
    }
    expected.check(names, line);
    return new CsvHeader(names, csv.position(), line + csv.lines());
  }

  /** Whatever the rows are in, a header that is UTF-8 is read as that. */
  private static String name(TextFields fields, int i) {
    int from = fields.from(i);
    int to = fields.to(i);
    return Utf8.firstMalformed(fields.bytes(), from, to) < 0
        ? fields.text(i)
        : new String(fields.bytes(), from, to - from, TextEncoding.WINDOWS);
  }
}

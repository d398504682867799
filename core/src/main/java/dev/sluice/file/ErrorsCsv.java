package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.record.FieldError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes rejected rows as a CSV file that a spreadsheet opens and that can be corrected and sent in
 * again as it is: the file's own columns in their order, then {@code _error_row, _error_column,
 * _error_code, _error_message, _error_hint}. UTF-8 with a byte order mark, RFC 4180. For one
 * thread.
 */
public final class ErrorsCsv {
  private final Writer out;
  private final FileFormat format;

  private ErrorsCsv(Writer out, FileFormat format) {
    this.out = out;
    this.format = format;
  }

  /**
   * Starts the file with its header.
   *
   * @param originals the bytes of every row that will be written; asked for only where the file has
   *     no header of its own, to find the columns of its records
   */
  public static ErrorsCsv start(OutputStream out, FileFormat format, Iterable<byte[]> originals)
      throws IOException {
    ErrorsCsv errors =
        new ErrorsCsv(new BufferedWriter(new OutputStreamWriter(out, UTF_8)), format);
    errors.out.write('\uFEFF');
    List<String> header = new ArrayList<>(format.header());
    header.addAll(ErrorColumns.ALL);
    errors.line(header);
    return errors;
  }

  /**
   * One row with everything that is wrong with it.
   *
   * @param number of the row in its file, from 1
   * @param original its bytes, as {@link Row#original} gave them
   */
  public void write(long number, byte[] original, List<FieldError> errors) throws IOException {
    List<String> cells = new ArrayList<>();
    Row row = new Row(format);
    CsvFields csv = new CsvFields(original, original.length, format.delimiter(), format.quote());
    csv.read(row.fields);
    for (int i = 0; i < format.header().size(); i++) {
      cells.add(i < row.fields.count() ? row.fields.text(i) : "");
    }
    cells.add(Long.toString(number));
    cells.add(join(errors, FieldError::field));
    cells.add(join(errors, FieldError::code));
    cells.add(join(errors, FieldError::message));
    cells.add(join(errors, FieldError::hint));
    line(cells);
  }

  private static String join(List<FieldError> errors, Function<FieldError, String> part) {
    return String.join("; ", errors.stream().map(part).toList());
  }

  private void line(List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      out.write(i == 0 ? "" : ",");
      String cell = cells.get(i);
      boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
      out.write(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
    }
    out.write("\r\n");
  }

  /** Writes what is held back; the stream stays open. */
  public void flush() throws IOException {
    out.flush();
  }
}

package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.record.FieldError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes rejected rows as a CSV file that a spreadsheet opens and that can be corrected and sent in
 * again as it is: the file's own columns in their order, then {@code _error_row, _error_column,
 * _error_code, _error_message, _error_hint}. Where a row has fields without a column, or is no JSON
 * object, those stand in {@code _error_surplus} before these, joined as CSV or as they are; where a
 * row could not be read, {@code _error_mark} after these keeps it from landing uncorrected. One
 * line a row, UTF-8 with a byte order mark, RFC 4180; what a spreadsheet would take for a formula
 * is defused here, and only here. Of JSON records, every property is a column; texts stand as they
 * are, everything else as JSON. For one thread.
 */
public final class ErrorsCsv {
  private final OutputStream out;
  private final OriginalFields fields;
  private final boolean surplus;
  private final boolean marks;
  private final StringBuilder line = new StringBuilder();

  private ErrorsCsv(OutputStream out, OriginalFields fields, boolean surplus, boolean marks) {
    this.out = out;
    this.fields = fields;
    this.surplus = surplus;
    this.marks = marks;
  }

  /**
   * Starts the file with its header.
   *
   * @param originals the bytes of every row that will be written, gone through to find which
   *     columns the file must have
   */
  public static ErrorsCsv start(OutputStream out, FileFormat format, Iterable<byte[]> originals)
      throws IOException {
    OriginalFields fields =
        format.kind() == FileFormat.Kind.CSV
            ? new OriginalFields.OfCsv(format)
            : OriginalFields.OfJson.named(originals);
    boolean surplus = false;
    boolean marks = false;
    for (byte[] original : originals) {
      OriginalFields.Original row = fields.read(original);
      surplus |= !row.surplus().isEmpty();
      marks |= row.hidden();
    }
    ErrorsCsv errors = new ErrorsCsv(out, fields, surplus, marks);
    List<String> header = new ArrayList<>(fields.names());
    if (surplus) {
      header.add(ErrorColumns.SURPLUS);
    }
    header.addAll(ErrorColumns.ALWAYS);
    if (marks) {
      header.add(ErrorColumns.MARK);
    }
    errors.line.append('\uFEFF');
    errors.write(header);
    return errors;
  }

  /**
   * One row with everything that is wrong with it.
   *
   * @param number of the row in its file, from 1
   * @param original its bytes, as {@link Row#original} gave them
   */
  public void write(long number, byte[] original, List<FieldError> errors) throws IOException {
    OriginalFields.Original row = fields.read(original);
    List<String> cells = new ArrayList<>(row.texts());
    if (surplus) {
      cells.add(row.surplus());
    }
    cells.add(Long.toString(number));
    cells.add(join(errors, FieldError::field));
    cells.add(join(errors, FieldError::code));
    cells.add(join(errors, FieldError::message));
    cells.add(join(errors, FieldError::hint));
    // A row that came after the columns were found has a field too many, and does not land either.
    if (marks || row.hidden()) {
      cells.add(row.hidden() ? mark(row, errors) : "");
    }
    if (!surplus && !row.surplus().isEmpty()) {
      cells.add(row.surplus());
    }
    write(cells);
  }

  private String mark(OriginalFields.Original row, List<FieldError> errors) {
    String code = errors.isEmpty() ? RowProblem.SENT_BACK.code() : errors.getFirst().code();
    return Mark.of(code, fields.names(), row.texts(), row.surplus());
  }

  private static String join(List<FieldError> errors, Function<FieldError, String> part) {
    return String.join(
        "; ", errors.stream().map(part).filter(text -> !text.isEmpty()).distinct().toList());
  }

  private void write(List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        line.append(',');
      }
      CsvText.append(line, Formulas.defuse(cells.get(i)));
    }
    line.append("\r\n");
    out.write(line.toString().getBytes(UTF_8));
    line.setLength(0);
  }

  /** Writes what is held back; the stream stays open. */
  public void flush() throws IOException {
    out.flush();
  }
}

package dev.sluice.file;

import dev.sluice.record.Column;
import dev.sluice.record.ColumnType;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.FieldError;
import dev.sluice.record.Processed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with a row, in the words of whoever has the file before them. */
final class RowErrors {
  private RowErrors() {}

  static Processed.Rejected of(Row row, RowProblem problem, int columns) {
    String message =
        problem == RowProblem.TOO_FEW || problem == RowProblem.TOO_MANY
            ? "the row has " + row.fields.count() + " fields, the header " + columns
            : "the row " + problem.message();
    String where = row.line() > 0 ? " (line " + row.line() + ")" : "";
    String code = problem == RowProblem.SENT_BACK ? row.sentBackFor() : problem.code();
    return rejected(new FieldError(code, "", null, message + where, problem.hint()));
  }

  static Processed.Rejected twice(String one, String other) {
    return rejected(
        new FieldError(
            "duplicate-column",
            one,
            null,
            "the record also has `" + other + "`, which is the same column",
            "send one of them"));
  }

  private static Processed.Rejected rejected(FieldError error) {
    return new Processed.Rejected(List.of(error), error.code());
  }

  /** Fields by the names that the file has for them. */
  static Processed named(Processed processed, Map<String, String> names) {
    return processed instanceof Processed.Rejected(List<FieldError> errors, String code)
        ? new Processed.Rejected(errors.stream().map(error -> named(error, names)).toList(), code)
        : processed;
  }

  private static FieldError named(FieldError error, Map<String, String> names) {
    String name = names.get(error.field());
    return name == null
        ? error
        : new FieldError(error.code(), name, error.value(), error.message(), error.hint());
  }

  /** A text that is none of its column's type: in a file, everything is a text. */
  static Processed ofText(Processed processed, DatasetSchema schema) {
    return processed instanceof Processed.Rejected(List<FieldError> errors, String code)
        ? new Processed.Rejected(errors.stream().map(error -> ofText(error, schema)).toList(), code)
        : processed;
  }

  private static FieldError ofText(FieldError error, DatasetSchema schema) {
    Optional<Column> column = schema.column(error.field());
    String value = error.value();
    boolean text = value != null && value.startsWith("\"");
    if (!error.code().equals("type") || column.isEmpty() || !text) {
      return error;
    }
    ColumnType type = column.get().type();
    return switch (type) {
      case BIGINT ->
          said(error, "is no whole number", "write digits alone, with a minus where it is less");
      case NUMERIC ->
          said(error, "is no number", "write digits with a point, such as 1234.5, without commas");
      case BOOLEAN -> said(error, "is neither true nor false", "write true or false");
      case JSONB -> said(error, "is no JSON of the column's type", "write JSON, such as [\"a\"]");
      case TEXT, TIMESTAMPTZ, DATE, UUID -> error;
    };
  }

  private static FieldError said(FieldError error, String message, String hint) {
    return new FieldError(error.code(), error.field(), error.value(), message, hint);
  }
}

package dev.sluice.file;

import java.util.List;

/** The columns that a file of errors has after the file's own. */
final class ErrorColumns {
  static final String ROW = "_error_row";
  static final List<String> ALL =
      List.of(ROW, "_error_column", "_error_code", "_error_message", "_error_hint");

  private ErrorColumns() {}

  static boolean isOne(String name) {
    return name.startsWith("_error_") && ALL.contains(name);
  }

  /** Whether a header is that of a file of errors. */
  static boolean areIn(List<String> header) {
    return header.contains(ROW);
  }
}

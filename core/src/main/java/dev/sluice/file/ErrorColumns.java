package dev.sluice.file;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns that a file of errors has after the file's own. */
final class ErrorColumns {
  static final String ROW = "_error_row";
  static final List<String> ALWAYS =
      List.of(ROW, "_error_column", "_error_code", "_error_message", "_error_hint");

  /** Before these where a row has what belongs to no column. */
  static final String SURPLUS = "_error_surplus";

  /** After these where a row has a fault that its fields do not show; see {@link Mark}. */
  static final String MARK = "_error_mark";

  private static final Set<String> ALL =
      Stream.concat(ALWAYS.stream(), Stream.of(SURPLUS, MARK)).collect(Collectors.toSet());

  private ErrorColumns() {}

  static boolean isOne(String name) {
    return name.startsWith("_error_") && ALL.contains(name);
  }

  /** Whether a header is that of a file of errors. */
  static boolean areIn(List<String> header) {
    return header.contains(ROW);
  }
}

package dev.sluice.file;

/** Writes a field as RFC 4180 has it. An apostrophe in front is not taken for a quote either. */
final class CsvText {
  private CsvText() {}

  static void append(StringBuilder csv, String field) {
    if (isPlain(field)) {
      csv.append(field);
      return;
    }
    csv.append('"');
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '"') {
        csv.append('"');
      }
      csv.append(c);
    }
    csv.append('"');
  }

  private static boolean isPlain(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ',' || c == '"' || c == '\r' || c == '\n' || (c == '\'' && i == 0)) {
        return false;
      }
    }
    return true;
  }
}

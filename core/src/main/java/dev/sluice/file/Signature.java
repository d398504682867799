package dev.sluice.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file is, by its first bytes. */
enum Signature {
  TEXT,
  GZIP,
  ZIP;

  /**
   * @throws FileProblemException if it is something that holds no records, or is packed otherwise
   */
  static Signature of(Head head) throws FileProblemException {
    if (head.startsWith(0x1F, 0x8B)) {
      return GZIP;
    }
    if (head.startsWith('P', 'K', 3, 4) || head.startsWith('P', 'K', 5, 6)) {
      return ZIP;
    }
    String packed = packing(head);
    if (!packed.isEmpty()) {
      throw wrong("is packed with " + packed, "pack it with gzip, or not at all");
    }
    if (head.startsWith(0xD0, 0xCF, 0x11, 0xE0)) {
      throw wrong(
          "is an old or a protected spreadsheet", "save it as .xlsx without a password, or as CSV");
    }
    if (head.startsWith('%', 'P', 'D', 'F', '-')) {
      throw wrong("is a PDF", "send the data as CSV, NDJSON, JSON or XLSX");
    }
    String start = start(head);
    if (start.startsWith("<?xml")
        || start.startsWith("<!doctype")
        || start.startsWith("<html")
        || start.startsWith("<table")) {
      throw wrong("is XML or HTML", "send the data as CSV, NDJSON, JSON or XLSX");
    }
    return TEXT;
  }

  private static String packing(Head head) {
    if (head.startsWith('B', 'Z', 'h')) {
      return "bzip2";
    }
    if (head.startsWith(0xFD, '7', 'z', 'X', 'Z')) {
      return "xz";
    }
    if (head.startsWith(0x28, 0xB5, 0x2F, 0xFD)) {
      return "zstd";
    }
    if (head.startsWith('7', 'z', 0xBC, 0xAF)) {
      return "7z";
    }
    return head.startsWith('R', 'a', 'r', '!') ? "rar" : "";
  }

  private static String start(Head head) {
    int from = head.startsWith(0xEF, 0xBB, 0xBF) ? 3 : 0;
    int length = Math.min(head.length(), 200) - from;
    return new String(head.bytes(), from, Math.max(0, length), StandardCharsets.ISO_8859_1)
        .stripLeading()
        .toLowerCase(Locale.ROOT);
  }

  static FileProblemException wrong(String is, String hint) {
    return new FileProblemException("wrong-type", 0, "the file " + is + ": " + hint);
  }
}

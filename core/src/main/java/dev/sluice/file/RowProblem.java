package dev.sluice.file;

/** What keeps a row from being read as its file's other rows are; its neighbours are fine. */
enum RowProblem {
  TOO_FEW(
      "ragged", "has fewer fields than the header", "add the missing fields, or their delimiters"),
  TOO_MANY(
      "ragged",
      "has more fields than the header",
      "put quotes around fields that hold the delimiter"),
  QUOTE(
      "quote",
      "has a quote where none may be",
      "put quotes around the whole field and double the quotes in it"),
  ENCODING(
      "encoding", "holds bytes that are no text in the file's encoding", "save the file as UTF-8"),
  NUL("encoding", "holds a NUL, which is no text", "take the NUL out"),
  SURPLUS(
      "ragged",
      "has fields in `_error_surplus` that belong to no column",
      "put them where they belong, and empty `_error_surplus`"),
  SENT_BACK(
      "uncorrected",
      "could not be read, and its fields are as they were",
      "correct this row: it was sent back as it was"),
  NOT_ONE(
      "not-one-row",
      "is not one record",
      "send one row without its header, and quotes around fields with line ends");

  private final String code;
  private final String message;
  private final String hint;

  RowProblem(String code, String message, String hint) {
    this.code = code;
    this.message = message;
    this.hint = hint;
  }

  /** Whether a file of errors shows the row without what is wrong with it. */
  boolean isHidden() {
    return switch (this) {
      case TOO_FEW, QUOTE, ENCODING, NUL, NOT_ONE, SENT_BACK -> true;
      case TOO_MANY, SURPLUS -> false;
    };
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }

  String hint() {
    return hint;
  }
}

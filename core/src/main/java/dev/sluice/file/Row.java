package dev.sluice.file;

import dev.sluice.record.TextFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One record of a file, used again for the next: what is kept of it must be copied. For one thread.
 */
public final class Row {
  final TextFields fields = new TextFields();
  private final FileFormat format;
  private final int errorRow;
  private final int surplus;
  private final int mark;
  byte[] bytes = {};
  int offset;
  int length;
  long number;
  long line;
  @Nullable RowProblem problem;
  private String sentBackFor = "";

  Row(FileFormat format) {
    this.format = format;
    this.errorRow = format.header().indexOf(ErrorColumns.ROW);
    this.surplus = format.header().indexOf(ErrorColumns.SURPLUS);
    this.mark = format.header().indexOf(ErrorColumns.MARK);
  }

  FileFormat format() {
    return format;
  }

  /** In the file, from 1; a header is not counted. */
  public long number() {
    return number;
  }

  /** Of the file, from 1, at which the record starts; 0 where a file has no lines of its own. */
  public long line() {
    return line;
  }

  /** Of the original. */
  public int size() {
    return length;
  }

  /** A copy of its bytes in the file, without what ends the line. */
  public byte[] original() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** The fields of a CSV row as far as they could be read; none of JSON. */
  public List<String> fields() {
    List<String> texts = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) {
      texts.add(fields.text(i));
    }
    return texts;
  }

  /** What of a file of errors has no column, as {@link ErrorsCsv} writes it; empty: nothing. */
  String surplus() {
    return surplus >= 0 && surplus < fields.count() ? fields.text(surplus) : "";
  }

  /** What is left to be done in a row of a file of errors that can be read; null: nothing. */
  @Nullable RowProblem uncorrected() {
    if (mark >= 0 && !fields.isEmpty(mark)) {
      String code = Mark.code(fields.text(mark), format.header(), fields(), surplus());
      if (code != null) {
        sentBackFor = code;
        return RowProblem.SENT_BACK;
      }
    }
    return surplus().isEmpty() ? null : RowProblem.SURPLUS;
  }

  /** What was wrong with a row that was sent back as it was. */
  String sentBackFor() {
    return sentBackFor;
  }

  /** The row of an earlier file that this one corrects, where the file is one of errors. */
  public OptionalLong corrects() {
    if (errorRow < 0 || errorRow >= fields.count()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(fields.text(errorRow).strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

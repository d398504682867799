package dev.sluice.file;

import dev.sluice.record.TextFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a CSV file separates its fields, as its first records show it.
 *
 * @param start where records start: after {@code sep=;}, which spreadsheets write for each other
 */
record Dialect(char delimiter, char quote, int start) {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int RECORDS = 100;

  /**
   * @param from where the text starts
   * @param isKnown whether a field is the name of a column that is expected
   */
  static Dialect detect(Head head, int from, Predicate<String> isKnown) {
    byte[] bytes = head.bytes();
    int to = head.length();
    int separator = separatorLine(bytes, from, to);
    if (separator > 0) {
      return new Dialect((char) bytes[from + 4], '"', separator);
    }
    Sample best = new Sample(',', '"', List.of(), 0, 0);
    for (char quote : new char[] {'"', '\''}) {
      for (char delimiter : DELIMITERS) {
        Sample sample = Sample.read(head, from, delimiter, quote);
        if (sample.score(isKnown) > best.score(isKnown)) {
          best = sample;
        }
      }
    }
    return new Dialect(best.delimiter, best.quote, from);
  }

  /** The end of a line {@code sep=X}, which may be the whole text, or 0. */
  private static int separatorLine(byte[] bytes, int from, int to) {
    boolean said =
        to - from > 4
            && new String(bytes, from, 4, StandardCharsets.ISO_8859_1).equalsIgnoreCase("sep=")
            && bytes[from + 4] > 0
            && bytes[from + 4] != '"';
    if (!said) {
      return 0;
    }
    if (to == from + 5) {
      return to;
    }
    return switch (bytes[from + 5]) {
      case '\n' -> from + 6;
      case '\r' -> to > from + 6 && bytes[from + 6] == '\n' ? from + 7 : from + 6;
      default -> 0;
    };
  }

  /**
   * The first records, read in one way.
   *
   * @param alike records that have as many fields as the first
   * @param quoted records with a field in quotes
   */
  private record Sample(
      char delimiter, char quote, List<List<String>> records, int alike, int quoted) {

    static Sample read(Head head, int from, char delimiter, char quote) {
      int to = head.length();
      CsvFields csv = new CsvFields(Arrays.copyOf(head.bytes(), to), to, delimiter, quote);
      csv.moveTo(from);
      TextFields fields = new TextFields();
      List<List<String>> records = new ArrayList<>();
      int alike = 0;
      int quoted = 0;
      while (records.size() < RECORDS) {
        while (csv.skipBlank()) {}
        if (csv.position() == to) {
          break;
        }
        csv.read(fields);
        // What the sample cuts off is no evidence, unless there is no other.
        if (csv.position() == to && !head.complete() && !records.isEmpty()) {
          break;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < Math.min(fields.count(), RECORDS); i++) {
          texts.add(fields.text(i));
        }
        records.add(texts);
        boolean same = texts.size() == records.getFirst().size();
        // An apostrophe that nothing closes is a letter, if this is all there is.
        boolean open = quote == '\'' && csv.isOpen() && head.complete();
        alike += same && !open && csv.problem == null ? 1 : 0;
        quoted += csv.quoted() ? 1 : 0;
      }
      return new Sample(delimiter, quote, records, alike, quoted);
    }

    /** Names that are known count most, then records that are alike, then how many fields. */
    double score(Predicate<String> isKnown) {
      if (records.isEmpty()) {
        return 0;
      }
      // The apostrophe is a letter to most people: it must be in use.
      if (quote == '\'' && (quoted * 2 < records.size() || alike < records.size())) {
        return 0;
      }
      List<String> first = records.getFirst();
      long known = first.stream().filter(isKnown).count();
      double share = (double) alike / records.size();
      double several = first.size() > 1 ? 1 : 0;
      return known * 10
          + share * (0.5 + several * 4)
          + Math.min(first.size(), 50) / 50.0
          + (quote == '\'' ? 0.01 : 0);
    }
  }
}

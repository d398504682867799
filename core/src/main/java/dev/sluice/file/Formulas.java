package dev.sluice.file;

/**
 * Keeps a spreadsheet from taking a value for a formula: an apostrophe before it, which is taken
 * away again when the file comes back. What had such an apostrophe gets another, so that nothing is
 * changed for good.
 */
final class Formulas {
  private static final String STARTS = "=+-@\t\r\n";

  private Formulas() {}

  static String defuse(String value) {
    return looksLikeOne(value, apostrophes(value)) && !isNumber(value) ? "'" + value : value;
  }

  static String undo(String value) {
    int apostrophes = apostrophes(value);
    return apostrophes > 0 && looksLikeOne(value, apostrophes) ? value.substring(1) : value;
  }

  private static int apostrophes(String value) {
    int i = 0;
    while (i < value.length() && value.charAt(i) == '\'') {
      i++;
    }
    return i;
  }

  private static boolean looksLikeOne(String value, int at) {
    return at < value.length() && starts(value.charAt(at));
  }

  static boolean starts(char c) {
    return STARTS.indexOf(c) >= 0;
  }

  /** A sign before digits makes no formula. */
  private static boolean isNumber(String value) {
    return value.matches("[+-]?[0-9]+([.,][0-9]+)?");
  }
}

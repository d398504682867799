package dev.sluice.server.cli;

import dev.sluice.jsonata.JsonataException;

/** Shows where an expression failed: its line, and a caret under the token. */
final class Caret {
  /** Of a long line, so much before and after the place. */
  private static final int AROUND = 60;

  private Caret() {}

  /**
   * Three lines that each end in a line end.
   *
   * @param what failed, such as a line of the input
   */
  static String show(String what, String expression, JsonataException failure) {
    String head = "sluice: " + what + ": " + failure.code() + " " + failure.getMessage() + "\n";
    int start = failure.start(expression);
    if (start < 0) {
      return head + "    " + cut(expression, 0, Math.min(expression.length(), AROUND)) + "\n";
    }
    int from = expression.lastIndexOf('\n', start - 1) + 1;
    int to = expression.indexOf('\n', start);
    to = to < 0 ? expression.length() : to;
    int left = Math.max(from, start - AROUND);
    int right = Math.min(to, start + AROUND);
    String place = "";
    if (expression.strip().indexOf('\n') >= 0) {
      long line = expression.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
      place = line + ": ";
    }
    StringBuilder shown = new StringBuilder(head);
    shown.append("    ").append(place).append(cut(expression, left, right)).append('\n');
    shown.append(" ".repeat(4 + place.length()));
    // A tab stays a tab, so that the caret stands under its character.
    for (int i = left; i < start; i++) {
      char c = expression.charAt(i);
      if (!Character.isLowSurrogate(c)) {
        shown.append(c == '\t' ? '\t' : ' ');
      }
    }
    return shown.append("^\n").toString();
  }

  private static String cut(String expression, int from, int to) {
    return expression.substring(from, to).replace('\r', ' ');
  }
}

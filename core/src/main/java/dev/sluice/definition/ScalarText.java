package dev.sluice.definition;

import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Where the characters of a scalar stand in its file. YAML changes white space only (it folds,
 * strips and indents), so the nth other character of the text is the nth other character of the
 * source; quotes and escapes aside, which are followed too.
 *
 * @param at the scalar's first character, or its block sign
 * @param text as read
 * @param lines of the whole file
 */
record ScalarText(Position at, String text, ScalarStyle style, List<String> lines) {

  /**
   * The place of the text's character at an offset; at the end of the text, of its last character
   * that is no white space. Where an escape cannot be followed, where the scalar starts.
   */
  Position within(int offset) {
    if (text.isBlank()) {
      return at;
    }
    int last = text.stripTrailing().length() - 1;
    int until = Math.max(0, Math.min(offset, last));
    int line = at.line() - 1;
    int column = at.column() - 1;
    switch (style) {
      case LITERAL, FOLDED -> {
        line++;
        column = 0;
      }
      case SINGLE_QUOTED, DOUBLE_QUOTED -> column++;
      default -> {}
    }
    for (int i = 0; i <= until; i++) {
      char wanted = text.charAt(i);
      if (isSpace(wanted)) {
        // The spaces before the place, in one line, are as they are; others are found below.
        continue;
      }
      while (line < lines.size()
          && (column >= lines.get(line).length() || isSpace(lines.get(line).charAt(column)))) {
        if (column >= lines.get(line).length()) {
          line++;
          column = 0;
        } else {
          column++;
        }
      }
      if (line >= lines.size() || lines.get(line).charAt(column) != wanted) {
        return at;
      }
      if (i == until) {
        return new Position(at.file(), line + 1, column + 1);
      }
      boolean doubled = style == ScalarStyle.SINGLE_QUOTED && wanted == '\'';
      column += doubled ? 2 : 1;
    }
    return new Position(at.file(), Math.min(line, lines.size() - 1) + 1, column + 1);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}

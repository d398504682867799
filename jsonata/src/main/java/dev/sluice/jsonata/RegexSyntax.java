package dev.sluice.jsonata;

/** JavaScript's regular expressions in the words of RE2 and of Java. */
final class RegexSyntax {
  private static final String SPACES =
      "\\t\\n\\x{0B}\\f\\r"
          + " \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";

  private static final String LINE_ENDS = "\\n\\r\\x{2028}\\x{2029}";

  private RegexSyntax() {}

  /**
   * False where the pattern looks around or back, as it does for the ends of lines, which RE2 takes
   * to be LF alone.
   */
  static boolean isLinear(String pattern, boolean lines) {
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        char next = pattern.charAt(++i);
        if (!inClass && ((next >= '1' && next <= '9') || next == 'k')) {
          return false;
        }
      } else if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (!inClass
          && ((lines && (c == '^' || c == '$'))
              || pattern.startsWith("(?=", i)
              || pattern.startsWith("(?!", i)
              || pattern.startsWith("(?<=", i)
              || pattern.startsWith("(?<!", i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * For RE2.
   *
   * @param unicode {@code \p} asks for a property, as with JavaScript's flag u
   */
  static String toRe2(String pattern, boolean unicode) {
    return translate(pattern, false, false, unicode);
  }

  static String toJava(String pattern, boolean lines, boolean unicode) {
    return translate(pattern, true, lines, unicode);
  }

  private static String translate(String pattern, boolean java, boolean lines, boolean unicode) {
    StringBuilder out = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        char escaped = pattern.charAt(i + 1);
        if (unicode && (escaped == 'p' || escaped == 'P') && pattern.startsWith("{", i + 2)) {
          out.append('\\').append(escaped);
          int close = pattern.indexOf('}', i);
          int end = close < 0 ? pattern.length() : close + 1;
          out.append(property(pattern.substring(i + 2, end)));
          i = end - 1;
        } else {
          i = escape(pattern, i + 1, inClass, java, out);
        }
      } else if (c == '[' && !inClass) {
        if (pattern.startsWith("[^]", i)) {
          out.append("(?s:.)");
          i += 2;
        } else if (pattern.startsWith("[]", i)) {
          out.append("[^\\x{0}-\\x{10FFFF}]");
          i++;
        } else {
          inClass = true;
          out.append(c);
          if (pattern.startsWith("^", i + 1)) {
            out.append('^');
            i++;
          }
        }
      } else if (c == '[') {
        out.append("\\[");
      } else if (c == ']' && inClass) {
        inClass = false;
        out.append(c);
      } else if (c == '&' && inClass && java) {
        out.append("\\&");
      } else if (c == '.' && !inClass) {
        out.append("[^" + LINE_ENDS + "]");
      } else if (c == '^' && !inClass && lines) {
        out.append("(?:(?<=[" + LINE_ENDS + "])|\\A)");
      } else if (c == '$' && !inClass && java) {
        out.append(lines ? "(?=[" + LINE_ENDS + "]|\\z)" : "\\z");
      } else if (!java && pattern.startsWith("(?<", i)) {
        out.append("(?P<");
        i += 2;
      } else if (!inClass && java && (c == '{' || c == '}') && !repeats(pattern, i)) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Both engines know only the short names of general categories. */
  private static String property(String braced) {
    return switch (braced) {
      case "{Letter}" -> "{L}";
      case "{Uppercase_Letter}" -> "{Lu}";
      case "{Lowercase_Letter}" -> "{Ll}";
      case "{Number}" -> "{N}";
      case "{Decimal_Number}", "{digit}" -> "{Nd}";
      case "{Punctuation}" -> "{P}";
      case "{Symbol}" -> "{S}";
      case "{Mark}" -> "{M}";
      default -> braced;
    };
  }

  private static boolean repeats(String pattern, int at) {
    int open = pattern.lastIndexOf('{', at);
    int close = pattern.indexOf('}', open);
    return open >= 0
        && close >= at
        && pattern.substring(open + 1, close).matches("[0-9]+(,[0-9]*)?");
  }

  private static int escape(
      String pattern, int at, boolean inClass, boolean java, StringBuilder out) {
    char c = pattern.charAt(at);
    switch (c) {
      case 's' -> out.append(inClass ? SPACES : "[" + SPACES + "]");
      case 'S' -> out.append(inClass ? "\\S" : "[^" + SPACES + "]");
      case 'c' -> {
        char control = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 0;
        if ((control >= 'a' && control <= 'z') || (control >= 'A' && control <= 'Z')) {
          out.append("\\x{").append(Integer.toHexString(control & 31)).append('}');
          return at + 1;
        }
        out.append("\\\\");
        return at - 1;
      }
      case 'v' -> out.append("\\x{0B}");
      case 'u', 'x' -> {
        int length = c == 'u' ? 4 : 2;
        int end = at + 1 + length;
        if (end <= pattern.length() && pattern.substring(at + 1, end).matches("[0-9a-fA-F]+")) {
          out.append("\\x{").append(pattern, at + 1, end).append('}');
          return end - 1;
        }
        out.append(c);
      }
      case 'b' -> out.append(inClass ? "\\x{08}" : "\\b");
      case '0' -> out.append("\\x{00}");
      case 'd', 'D', 'w', 'W', 'B', 'n', 'r', 't', 'f' -> out.append('\\').append(c);
      default -> {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        boolean reference = java && !inClass && (c == 'k' || (c >= '1' && c <= '9'));
        if (reference || (!letter && c < 128)) {
          out.append('\\').append(c);
        } else {
          out.append(c);
        }
      }
    }
    return at;
  }
}

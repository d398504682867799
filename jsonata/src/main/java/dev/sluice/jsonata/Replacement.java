package dev.sluice.jsonata;

/**
 * The text that replaces a match: {@code $0} the match, {@code $1} a group, {@code $$} a dollar.
 */
final class Replacement {
  private Replacement() {}

  static void append(StringBuilder out, String template, String text, Regex.Match match) {
    int position = 0;
    int at = template.indexOf('$');
    while (at >= 0 && position < template.length()) {
      out.append(template, position, at);
      position = at + 1;
      char next = position < template.length() ? template.charAt(position) : '\0';
      if (next == '$') {
        out.append('$');
        position++;
      } else if (next == '0') {
        out.append(text, match.start(), match.end());
        position++;
      } else {
        position = group(out, template, position, match);
      }
      at = template.indexOf('$', position);
    }
    out.append(template.substring(position));
  }

  /** As many digits as the count of groups has, one less where that names no group. */
  private static int group(StringBuilder out, String template, int position, Regex.Match match) {
    int count = match.groups().length;
    int digits = count == 0 ? 1 : String.valueOf(count).length();
    int group = number(template, position, digits);
    if (digits > 1 && group > count) {
      group = number(template, position, digits - 1);
    }
    if (group < 0) {
      out.append('$');
      return position;
    }
    if (group >= 1 && group <= count && match.groups()[group - 1] != null) {
      out.append(match.groups()[group - 1]);
    }
    return position + String.valueOf(group).length();
  }

  private static int number(String template, int start, int digits) {
    int end = start;
    while (end < template.length()
        && end - start < digits
        && template.charAt(end) >= '0'
        && template.charAt(end) <= '9') {
      end++;
    }
    return end == start ? -1 : Integer.parseInt(template.substring(start, end));
  }
}

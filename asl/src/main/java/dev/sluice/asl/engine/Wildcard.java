package dev.sluice.asl.engine;

/** StringMatches: {@code *} stands for any characters, a backslash takes its power away. */
final class Wildcard {
  private Wildcard() {}

  /** Linear in the text for each star: no pattern makes it hang. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
        continue;
      }
      boolean escaped =
          p + 1 < pattern.length()
              && pattern.charAt(p) == '\\'
              && (pattern.charAt(p + 1) == '*' || pattern.charAt(p + 1) == '\\');
      int at = escaped ? p + 1 : p;
      if (at < pattern.length() && pattern.charAt(at) == text.charAt(t)) {
        p = at + 1;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}

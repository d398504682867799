package dev.sluice.server.telemetry;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that an expression names; just enough of PromQL's lexer for that. */
final class PromQl {
  private static final Pattern NOT_METRICS =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"" // texts
              + "|\\{[^}]*}|\\[[^]]*]" // matchers, ranges
              + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
              + "|\\b(?:and|or|unless|bool|offset)\\b");
  private static final Pattern NAME = Pattern.compile("\\b([a-zA-Z_:][\\w:]*)\\b(?!\\s*\\()");

  private PromQl() {}

  static Set<String> metrics(String expression) {
    Set<String> metrics = new TreeSet<>();
    Matcher name = NAME.matcher(NOT_METRICS.matcher(expression).replaceAll(" "));
    while (name.find()) {
      metrics.add(name.group(1));
    }
    return metrics;
  }
}

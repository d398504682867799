package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression: RE2 where it can express it, in time linear in the text; else {@code
 * java.util.regex} over a text that watches the clock.
 */
final class Regex {
  /** A match; a group that took no part is null. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Match(int start, int end, @Nullable String[] groups) {}

  private final String source;
  private final com.google.re2j.@Nullable Pattern linear;
  private final java.util.regex.@Nullable Pattern backtracking;

  private Regex(
      String source,
      com.google.re2j.@Nullable Pattern linear,
      java.util.regex.@Nullable Pattern backtracking) {
    this.source = source;
    this.linear = linear;
    this.backtracking = backtracking;
  }

  String source() {
    return source;
  }

  static Regex compile(String pattern, String flags) {
    boolean ignoreCase = flags.indexOf('i') >= 0;
    boolean lines = flags.indexOf('m') >= 0;
    boolean unicode = flags.indexOf('u') >= 0;
    if (RegexSyntax.isLinear(pattern, lines)) {
      int options = ignoreCase ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0;
      try {
        String re2 = RegexSyntax.toRe2(pattern, unicode);
        return new Regex(pattern, com.google.re2j.Pattern.compile(re2, options), null);
      } catch (com.google.re2j.PatternSyntaxException e) {
        // what RE2 refuses (a repetition over 1,000, say) the other engine may know
      }
    }
    int options = ignoreCase ? java.util.regex.Pattern.CASE_INSENSITIVE : 0;
    try {
      String translated = RegexSyntax.toJava(pattern, lines, unicode);
      return new Regex(pattern, null, java.util.regex.Pattern.compile(translated, options));
    } catch (java.util.regex.PatternSyntaxException | StackOverflowError e) {
      throw new Failure("S0303").text("Not a regular expression: " + e.getMessage());
    }
  }

  @Nullable Match find(Run run, String text, int from) {
    if (from > text.length()) {
      return null;
    }
    run.startClock();
    run.tick();
    if (linear != null) {
      com.google.re2j.Matcher matcher = linear.matcher(text);
      if (!matcher.find(from)) {
        return null;
      }
      @Nullable String[] groups = new String[matcher.groupCount()];
      for (int i = 0; i < groups.length; i++) {
        groups[i] = matcher.group(i + 1);
      }
      return new Match(matcher.start(), matcher.end(), groups);
    }
    java.util.regex.Matcher matcher =
        Node.present(backtracking).matcher(new WatchedText(text, run::tick));
    try {
      if (!matcher.find(from)) {
        return null;
      }
    } catch (StackOverflowError e) {
      throw new Failure("U1001").text("The regular expression needs too much depth").value(source);
    }
    @Nullable String[] groups = new String[matcher.groupCount()];
    for (int i = 0; i < groups.length; i++) {
      int start = matcher.start(i + 1);
      groups[i] = start < 0 ? null : text.substring(start, matcher.end(i + 1));
    }
    return new Match(matcher.start(), matcher.end(), groups);
  }

  /** Whether there is a match, found without an evaluation around it. */
  boolean occursIn(String text, long timeoutNanos) {
    if (linear != null) {
      return linear.matcher(text).find();
    }
    Deadline deadline = new Deadline(System.nanoTime() + timeoutNanos);
    try {
      return Node.present(backtracking).matcher(new WatchedText(text, deadline)).find();
    } catch (StackOverflowError e) {
      throw new Failure("U1001").text("The regular expression needs too much depth").value(source);
    }
  }

  /** Ends a search that has no evaluation whose clock would. */
  private static final class Deadline implements Runnable {
    private final long end;
    private int ticks;

    Deadline(long end) {
      this.end = end;
    }

    @Override
    public void run() {
      if ((++ticks & 1023) == 0 && System.nanoTime() - end > 0) {
        throw new Failure("U1001").text("The regular expression takes too long");
      }
    }
  }

  /** The match after one; D1004 where it would not move on. */
  @Nullable Match next(Run run, String text, Match match) {
    if (match.end() >= text.length()) {
      return null;
    }
    @Nullable Match next = find(run, text, match.end());
    if (next != null && next.start() == next.end()) {
      throw new Failure("D1004").value(source);
    }
    return next;
  }

  /** Looks at the clock as the engine reads, since only its reads tell how long it works. */
  private record WatchedText(String text, Runnable clock) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      clock.run();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

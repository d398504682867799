package dev.sluice.server.http;

/** Texts that somebody sent and that the database keeps and compares as they are. */
final class StorableText {
  private StorableText() {}

  /** Whether it holds no NUL and no half of a surrogate pair; JSON can say both by escapes. */
  static boolean is(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}

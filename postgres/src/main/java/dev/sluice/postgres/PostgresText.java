package dev.sluice.postgres;

import org.jspecify.annotations.Nullable;

/** What PostgreSQL's text can hold: everything but NUL and half surrogate pairs. */
final class PostgresText {
  private PostgresText() {}

  /** The text with what cannot be stored shown as U+FFFD; for what is shown, never for data. */
  static @Nullable String storable(@Nullable String text) {
    if (text == null || clean(text)) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> storable.appendCodePoint(c == 0 || isSurrogate(c) ? 0xFFFD : c));
    return storable.toString();
  }

  private static boolean clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}

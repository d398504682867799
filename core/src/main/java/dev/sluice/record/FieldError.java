package dev.sluice.record;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a record, for its sender to mend.
 *
 * @param code stable, in kebab case: {@code required}, {@code type}, {@code minimum}, {@code
 *     scale}, ...
 * @param field dotted path from the record's root ({@code item.qty}, {@code lines[2].sku}); empty
 *     for the record itself
 * @param value the value found, as short JSON text; null where there is none
 * @param message what is wrong, without the value
 * @param hint what to change
 */
public record FieldError(
    String code, String field, @Nullable String value, String message, String hint) {
  static final int VALUE_LENGTH = 200;

  public FieldError {
    field = printable(field);
    message = printable(message);
    if (value != null) {
      // Before the cut, so that a name or value made of escapes does not grow past it.
      value = printable(value.substring(0, Math.min(value.length(), VALUE_LENGTH + 1)));
      value = value.length() > VALUE_LENGTH ? value.substring(0, VALUE_LENGTH) + "…" : value;
    }
  }

  /**
   * Control characters and surrogates as escapes: an error must be storable wherever its record was
   * not.
   */
  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || Character.isSurrogate(c)) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
          if (point < 0x20 || lone) {
            escaped.append(String.format("\\u%04x", point));
          } else {
            escaped.appendCodePoint(point);
          }
        });
    return escaped.toString();
  }
}

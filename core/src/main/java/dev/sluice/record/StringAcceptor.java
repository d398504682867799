package dev.sluice.record;

import dev.sluice.jsonata.EcmaPattern;
import dev.sluice.jsonata.JsonataException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Length in code points, pattern and format of a string. */
record StringAcceptor(
    int minLength, int maxLength, @Nullable EcmaPattern pattern, @Nullable Predicate<String> format)
    implements Acceptor {

  @Override
  public boolean accepts(JsonNode value) {
    String text = value.stringValue();
    int length = text.length();
    // Half of the UTF-16 units, at least, are characters.
    boolean enough = length >= 2L * minLength || text.codePointCount(0, length) >= minLength;
    boolean fits = length <= maxLength || text.codePointCount(0, length) <= maxLength;
    return enough
        && fits
        && (format == null || format.test(text))
        && (pattern == null || matches(pattern, text));
  }

  private static boolean matches(EcmaPattern pattern, String text) {
    try {
      return pattern.find(text);
    } catch (JsonataException e) {
      return false;
    }
  }

  /** What a schema asks, as it is read. */
  static final class Builder {
    int minLength;
    int maxLength = Integer.MAX_VALUE;
    private @Nullable EcmaPattern pattern;
    private @Nullable Predicate<String> format;

    boolean pattern(JsonNode value) {
      pattern = value.isString() ? SchemaFormats.pattern(value.stringValue()) : null;
      return pattern != null;
    }

    boolean format(JsonNode value) {
      format = SchemaFormats.QUICK.get(value.asString(""));
      return format != null;
    }

    @Nullable Acceptor build() {
      boolean any =
          minLength == 0 && maxLength == Integer.MAX_VALUE && pattern == null && format == null;
      return any ? null : new StringAcceptor(minLength, maxLength, pattern, format);
    }
  }
}

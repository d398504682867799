package dev.sluice.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.jsonata.EcmaPattern;
import dev.sluice.jsonata.JsonataException;
import org.jspecify.annotations.Nullable;

/**
 * Texts: their length in code points, one of a few, their pattern, a mail address.
 *
 * @param pattern by bytes, which is sure of ASCII only
 * @param general the same pattern, sure of every text; null where there is none
 */
record TextReader(
    int minLength,
    int maxLength,
    @Nullable ByteStrings oneOf,
    @Nullable BytePattern pattern,
    @Nullable EcmaPattern general,
    boolean email)
    implements FieldReader {

  @Override
  public boolean read(byte[] bytes, int from, int to, TypedRow row, int column) {
    int length = to - from;
    // Every character has one to four bytes, so that counting is for the few in between.
    if (length > maxLength || length < 4L * minLength) {
      int characters = characters(bytes, from, to);
      if (characters > maxLength || characters < minLength) {
        return false;
      }
    }
    if ((oneOf != null && !oneOf.contains(bytes, from, to))
        || (email && !PlainEmail.isOne(bytes, from, to) && !generalEmail(bytes, from, to))
        || !matches(bytes, from, to)) {
      return false;
    }
    row.text(column, bytes, from, length);
    return true;
  }

  private static int characters(byte[] bytes, int from, int to) {
    int characters = 0;
    for (int i = from; i < to; i++) {
      characters += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return characters;
  }

  private boolean matches(byte[] bytes, int from, int to) {
    if (general == null) {
      return true;
    }
    if (pattern != null && Utf8.skipAscii(bytes, from, to) == to) {
      return pattern.matches(bytes, from, to);
    }
    try {
      return general.find(new String(bytes, from, to - from, UTF_8));
    } catch (JsonataException e) {
      return false;
    }
  }

  private static boolean generalEmail(byte[] bytes, int from, int to) {
    return SchemaFormats.isEmail(new String(bytes, from, to - from, UTF_8));
  }
}

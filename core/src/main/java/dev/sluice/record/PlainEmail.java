package dev.sluice.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** Mail addresses as nearly all are: letters, digits and a few signs around one @. */
final class PlainEmail {
  /** Of countries and the common others, as far as the library has them too. */
  private static final ByteStrings TOP_LEVEL =
      new ByteStrings(
          Stream.concat(
                  Arrays.stream(Locale.getISOCountries())
                      .map(code -> code.toLowerCase(Locale.ROOT)),
                  Stream.of("com", "org", "net", "edu", "gov", "info", "biz", "eu", "uk", "dev"))
              .filter(name -> SchemaFormats.isEmail("a@b." + name))
              .toList());

  private PlainEmail() {}

  /** Whether it is certainly one; where not, {@link SchemaFormats#isEmail} knows. */
  static boolean isOne(byte[] bytes, int from, int to) {
    int at = from;
    boolean dot = true;
    while (at < to && bytes[at] != '@') {
      boolean isDot = bytes[at] == '.';
      if ((isDot && dot) || (!isDot && !isLocal(bytes[at]))) {
        return false;
      }
      dot = isDot;
      at++;
    }
    return !dot && at - from <= 64 && at < to && to - at <= 64 && isDomain(bytes, at + 1, to);
  }

  /** Labels of letters, digits and inner hyphens, and a last one that is known. */
  private static boolean isDomain(byte[] bytes, int from, int to) {
    int label = from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '.') {
        if (i == label || bytes[i - 1] == '-') {
          return false;
        }
        label = i + 1;
      } else if (!isAlphanumeric(b) && (b != '-' || i == label)) {
        return false;
      }
    }
    return label > from && TOP_LEVEL.contains(bytes, label, to);
  }

  private static boolean isLocal(byte b) {
    return isAlphanumeric(b) || b == '_' || b == '-' || b == '+';
  }

  private static boolean isAlphanumeric(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }
}

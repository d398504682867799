package dev.sluice.record;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as people and programs write them in files: digits with at most one point, a sign, an
 * exponent; blanks around them do not count. No thousands separators and no comma as point, which
 * mean different numbers in different countries.
 */
final class TextNumber {
  private TextNumber() {}

  /** Exact; null if it is no number, or one beyond the limits of a record. */
  static @Nullable BigDecimal parse(String field) {
    String text = field.strip();
    int length = text.length();
    if (length == 0 || length > JsonLimits.RECORD.numberLength()) {
      return null;
    }
    int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0 || !exponent(text, i)) {
      return null;
    }
    BigDecimal value = new BigDecimal(text);
    int magnitude = value.precision() - value.scale() - 1;
    return value.signum() == 0 || Math.abs(magnitude) <= JsonLimits.RECORD.magnitude()
        ? value
        : null;
  }

  /** Nothing, or an exponent within the limits. */
  private static boolean exponent(String text, int at) {
    int i = at;
    if (i == text.length()) {
      return true;
    }
    if (text.charAt(i) != 'e' && text.charAt(i) != 'E') {
      return false;
    }
    i++;
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    int first = i;
    int exponent = 0;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - first < 9) {
      exponent = exponent * 10 + text.charAt(i) - '0';
      i++;
    }
    return i == text.length() && i > first && exponent <= JsonLimits.RECORD.magnitude();
  }
}

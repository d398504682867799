package dev.sluice.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A number of a spreadsheet without the digits that only its double has. */
final class XlsxNumber {
  /** As many as spreadsheets show, and take. */
  private static final int DIGITS = 15;

  private static final MathContext SHOWN = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  private XlsxNumber() {}

  /**
   * A typed 1.1 is stored as {@code 1.1000000000000001}, 17 digits of its double: given is the
   * shortest decimal that reads back as that double, and of at most 15 digits, as the spreadsheet
   * shows it. As they are stay texts of up to 15 significant digits, whole numbers without an
   * exponent (other programs write long keys like this), what a double cannot hold and what is no
   * number.
   */
  static String text(String stored) {
    if (stored.length() <= DIGITS || !hasExcessDigits(stored)) {
      return stored;
    }
    double value = Double.parseDouble(stored);
    if (Double.isInfinite(value) || value == 0) {
      return stored;
    }
    BigDecimal shown = new BigDecimal(Double.toString(value)).round(SHOWN).stripTrailingZeros();
    boolean plain = shown.precision() - shown.scale() <= 21 && shown.scale() <= 21;
    return plain ? shown.toPlainString() : shown.toString();
  }

  /** Whether it is a decimal with a point or an exponent, and with digits beyond the last. */
  private static boolean hasExcessDigits(String text) {
    int digits = 0;
    int zeros = 0;
    boolean point = false;
    int i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && !point) {
        point = true;
      } else if (c == '0') {
        zeros += digits > 0 ? 1 : 0;
      } else if (c >= '1' && c <= '9') {
        digits += zeros + 1;
        zeros = 0;
      } else {
        break;
      }
    }
    boolean exponent = i < text.length();
    return digits > DIGITS && (exponent ? isExponent(text, i) : point);
  }

  private static boolean isExponent(String text, int at) {
    int from = at + 1;
    if (from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+')) {
      from++;
    }
    if ((text.charAt(at) != 'E' && text.charAt(at) != 'e') || from == text.length()) {
      return false;
    }
    return text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
  }
}

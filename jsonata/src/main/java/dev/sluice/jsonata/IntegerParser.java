package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what an {@link IntegerPicture} writes. */
final class IntegerParser {
  private final IntegerPicture picture;

  IntegerParser(IntegerPicture picture) {
    this.picture = picture;
  }

  /**
   * What such a number looks like.
   *
   * @param width how many digits, or less than 1 for any number of them
   */
  String regex(int width) {
    boolean upper = picture.letters == IntegerPicture.Case.UPPER;
    return switch (picture.style) {
      case LETTERS -> upper ? "[A-Z]+" : "[a-z]+";
      case ROMAN -> upper ? "[MDCLXVI]+" : "[mdclxvi]+";
      case WORDS -> {
        List<String> words = new ArrayList<>(NumberWords.VALUES.keySet());
        words.add("and");
        words.add("[\\-, ]");
        yield "(?:" + String.join("|", words) + ")+";
      }
      case DECIMAL -> "[0-9]" + occurrences(width) + (picture.ordinal ? "(?:th|st|nd|rd)" : "");
      case SEQUENCE -> throw picture.unsupported();
    };
  }

  private String occurrences(int width) {
    if (width < 1) {
      return "+";
    }
    return picture.optionalDigits == 0
        ? "{" + width + "}"
        : "{" + Math.max(0, width - picture.optionalDigits) + "," + width + "}";
  }

  BigDecimal parse(String text) {
    boolean upper = picture.letters == IntegerPicture.Case.UPPER;
    return switch (picture.style) {
      case LETTERS -> letters(text, upper ? 'A' : 'a');
      case ROMAN -> roman(text.toUpperCase(Locale.ROOT));
      case WORDS -> NumberWords.parse(text.toLowerCase(Locale.ROOT));
      case DECIMAL -> decimal(text);
      case SEQUENCE -> throw picture.unsupported();
    };
  }

  private static BigDecimal letters(String text, char first) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < Math.min(text.length(), 1000); i++) {
      value =
          value
              .multiply(BigInteger.valueOf(26))
              .add(BigInteger.valueOf(text.charAt(i) - first + 1L));
    }
    return new BigDecimal(value);
  }

  private static BigDecimal roman(String text) {
    long total = 0;
    int max = 1;
    for (int i = text.length() - 1; i >= 0; i--) {
      int at = "MDCLXVI".indexOf(text.charAt(i));
      if (at < 0) {
        throw new Failure("D3030").value(text);
      }
      int value = new int[] {1000, 500, 100, 50, 10, 5, 1}[at];
      if (value < max) {
        total -= value;
      } else {
        max = value;
        total += value;
      }
    }
    return BigDecimal.valueOf(total);
  }

  private BigDecimal decimal(String text) {
    String digits =
        picture.ordinal && text.length() > 2 ? text.substring(0, text.length() - 2) : text;
    if (picture.regular > 0) {
      digits = digits.replace(",", "");
    } else {
      for (IntegerPicture.Separator separator : picture.separators) {
        digits = digits.replace(separator.character(), "");
      }
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - picture.zero;
      if (digit < 0 || digit > 9) {
        if (i == 0 && (digits.charAt(0) == '-' || digits.charAt(0) == '+')) {
          plain.append(digits.charAt(0));
          continue;
        }
        break;
      }
      plain.append(digit);
    }
    try {
      return new BigDecimal(new BigInteger(plain.toString()));
    } catch (NumberFormatException e) {
      throw new Failure("D3030").value(text);
    }
  }
}

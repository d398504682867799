package dev.sluice.jsonata;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How a whole number is written: digits, letters, Roman numerals, words (XPath functions 3.1, 4.6).
 */
final class IntegerPicture {
  enum Style {
    DECIMAL,
    LETTERS,
    ROMAN,
    WORDS,
    SEQUENCE
  }

  enum Case {
    UPPER,
    LOWER,
    TITLE
  }

  record Separator(int position, String character) {}

  private static final int[] ZEROS = {
    0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10
  };
  private static final BigInteger LONGEST = BigInteger.valueOf(1_000_000);

  Style style = Style.DECIMAL;
  Case letters = Case.LOWER;
  boolean ordinal;
  int zero = 0x30;
  int mandatoryDigits;
  int optionalDigits;

  /** The interval where separators are at regular ones, else 0. */
  int regular;

  List<Separator> separators = new ArrayList<>();
  private String token = "";

  private IntegerPicture() {}

  static IntegerPicture of(String text) {
    IntegerPicture picture = new IntegerPicture();
    int semicolon = text.lastIndexOf(';');
    String primary = semicolon < 0 ? text : text.substring(0, semicolon);
    picture.ordinal = semicolon >= 0 && text.startsWith("o", semicolon + 1);
    switch (primary) {
      case "A" -> picture.set(Style.LETTERS, Case.UPPER);
      case "a" -> picture.set(Style.LETTERS, Case.LOWER);
      case "I" -> picture.set(Style.ROMAN, Case.UPPER);
      case "i" -> picture.set(Style.ROMAN, Case.LOWER);
      case "W" -> picture.set(Style.WORDS, Case.UPPER);
      case "Ww" -> picture.set(Style.WORDS, Case.TITLE);
      case "w" -> picture.set(Style.WORDS, Case.LOWER);
      default -> picture.digits(primary);
    }
    return picture;
  }

  private void set(Style newStyle, Case newLetters) {
    style = newStyle;
    letters = newLetters;
  }

  private void digits(String primary) {
    int family = -1;
    int position = 0;
    int[] points = primary.codePoints().toArray();
    for (int i = points.length - 1; i >= 0; i--) {
      int group = family(points[i]);
      if (group >= 0) {
        mandatoryDigits++;
        position++;
        if (family < 0) {
          family = group;
        } else if (family != group) {
          throw new Failure("D3131");
        }
      } else if (points[i] == '#') {
        position++;
        optionalDigits++;
      } else {
        separators.add(new Separator(position, Character.toString(points[i])));
      }
    }
    if (mandatoryDigits == 0) {
      style = Style.SEQUENCE;
      token = primary;
      return;
    }
    zero = family;
    regular = interval();
  }

  private static int family(int point) {
    for (int zero : ZEROS) {
      if (point >= zero && point <= zero + 9) {
        return zero;
      }
    }
    return -1;
  }

  private int interval() {
    if (separators.isEmpty()
        || separators.stream().map(Separator::character).distinct().count() > 1) {
      return 0;
    }
    return interval(separators.stream().map(Separator::position).toList());
  }

  /** The divisor of all positions, if each of its multiples up to their number is among them. */
  static int interval(List<Integer> positions) {
    if (positions.isEmpty()) {
      return 0;
    }
    int factor = positions.stream().reduce(IntegerPicture::gcd).orElse(0);
    for (int i = 1; i <= positions.size(); i++) {
      if (!positions.contains(i * factor)) {
        return 0;
      }
    }
    return factor;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  IntegerParser parser() {
    if (style == Style.SEQUENCE) {
      throw unsupported();
    }
    return new IntegerParser(this);
  }

  Failure unsupported() {
    return new Failure("D3130").value(token);
  }

  String format(long value) {
    return format(BigInteger.valueOf(value));
  }

  String format(BigInteger value) {
    BigInteger size = value.abs();
    String text =
        switch (style) {
          case LETTERS -> letters(size, letters == Case.UPPER ? 'A' : 'a');
          case ROMAN -> letters == Case.UPPER ? roman(size).toUpperCase(Locale.ROOT) : roman(size);
          case WORDS -> words(size);
          case DECIMAL -> decimal(size);
          case SEQUENCE -> throw unsupported();
        };
    return value.signum() < 0 ? "-" + text : text;
  }

  private String words(BigInteger value) {
    String words = NumberWords.format(value, ordinal);
    return switch (letters) {
      case UPPER -> words.toUpperCase(Locale.ROOT);
      case LOWER -> words.toLowerCase(Locale.ROOT);
      case TITLE -> words;
    };
  }

  private static String letters(BigInteger value, char first) {
    StringBuilder text = new StringBuilder();
    BigInteger base = BigInteger.valueOf(26);
    BigInteger rest = value;
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.subtract(BigInteger.ONE).divideAndRemainder(base);
      text.append((char) (parts[1].intValue() + first));
      rest = parts[0];
    }
    return text.reverse().toString();
  }

  private static String roman(BigInteger value) {
    if (value.compareTo(LONGEST) > 0) {
      throw new Failure("U1002").text("The Roman numeral would be too long");
    }
    int[] values = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    String[] numerals = {"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"};
    StringBuilder text = new StringBuilder();
    int rest = value.intValue();
    for (int i = 0; i < values.length; i++) {
      while (rest >= values[i]) {
        text.append(numerals[i]);
        rest -= values[i];
      }
    }
    return text.toString();
  }

  private String decimal(BigInteger value) {
    String plain = value.toString();
    plain = "0".repeat(Math.max(0, Math.min(mandatoryDigits, 10_000) - plain.length())) + plain;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      text.appendCodePoint(plain.charAt(i) - '0' + zero);
    }
    if (regular > 0) {
      for (int i = text.length() - regular; i > 0; i -= regular) {
        text.insert(i, separators.get(0).character());
      }
    } else {
      List<Separator> outermost = new ArrayList<>(separators);
      Collections.reverse(outermost);
      for (Separator separator : outermost) {
        int at = text.length() - separator.position();
        text.insert(Math.max(0, at), separator.character());
      }
    }
    if (ordinal) {
      text.append(suffix(text));
    }
    return text.toString();
  }

  private static String suffix(CharSequence text) {
    int length = text.length();
    boolean teen = length > 1 && text.charAt(length - 2) == '1';
    return switch (text.charAt(length - 1)) {
      case '1' -> teen ? "th" : "st";
      case '2' -> teen ? "th" : "nd";
      case '3' -> teen ? "th" : "rd";
      default -> "th";
    };
  }
}

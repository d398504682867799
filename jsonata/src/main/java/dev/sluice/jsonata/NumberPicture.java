package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code $formatNumber}: decimals by picture (XPath functions 3.1, 4.7). */
final class NumberPicture {
  /** The characters that mean something in a picture. */
  record Symbols(Map<String, String> names) {
    private static final Map<String, String> DEFAULTS =
        Map.ofEntries(
            Map.entry("decimal-separator", "."),
            Map.entry("grouping-separator", ","),
            Map.entry("exponent-separator", "e"),
            Map.entry("infinity", "Infinity"),
            Map.entry("minus-sign", "-"),
            Map.entry("NaN", "NaN"),
            Map.entry("percent", "%"),
            Map.entry("per-mille", "\u2030"),
            Map.entry("zero-digit", "0"),
            Map.entry("digit", "#"),
            Map.entry("pattern-separator", ";"));

    static Symbols of(@Nullable JsonNode options) {
      Map<String, String> names = new HashMap<>(DEFAULTS);
      if (options instanceof ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          @Nullable String value =
              field.getValue().isString() ? field.getValue().stringValue() : null;
          if (value != null && !value.isEmpty()) {
            names.put(field.getKey(), value);
          }
        }
      }
      return new Symbols(names);
    }

    String get(String name) {
      return names.getOrDefault(name, "");
    }

    char zero() {
      return get("zero-digit").charAt(0);
    }

    boolean isDigit(char c) {
      return c >= zero() && c < zero() + 10;
    }

    boolean isActive(char c) {
      String text = String.valueOf(c);
      return isDigit(c)
          || text.equals(get("decimal-separator"))
          || text.equals(get("exponent-separator"))
          || text.equals(get("grouping-separator"))
          || text.equals(get("digit"))
          || text.equals(get("pattern-separator"));
    }
  }

  /** So many digits a double holds exactly. */
  private static final int MOST_EXACT = 15;

  /** Larger doubles are no decimals to JavaScript either. */
  private static final int MOST_WHOLE = 21;

  private final Symbols symbols;
  private final SubPicture picture;

  private NumberPicture(Symbols symbols, SubPicture picture) {
    this.symbols = symbols;
    this.picture = picture;
  }

  static @Nullable JsonNode format(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    JsonNode number = Arguments.number(a, 0);
    Symbols symbols = Symbols.of(Arguments.get(a, 2));
    String text = Arguments.text(a, 1);
    List<String> pictures =
        List.of(text.split(java.util.regex.Pattern.quote(symbols.get("pattern-separator")), -1));
    if (pictures.size() > 2) {
      throw new Failure("D3080");
    }
    SubPicture positive = SubPicture.of(pictures.get(0), symbols);
    SubPicture negative =
        pictures.size() == 2
            ? SubPicture.of(pictures.get(1), symbols)
            : positive.withPrefix(symbols.get("minus-sign"));
    BigDecimal value = NumberFunctions.exact(number);
    SubPicture picture = value.signum() >= 0 ? positive : negative;
    boolean ieee = number instanceof DoubleNode && frame.run.numbers == DoubleNumbers.INSTANCE;
    return Values.string(new NumberPicture(symbols, picture).format(value.abs(), ieee));
  }

  private String format(BigDecimal size, boolean ieee) {
    BigDecimal mantissa = size;
    if (picture.text.contains(symbols.get("percent"))) {
      mantissa = size.movePointRight(2);
    } else if (picture.text.contains(symbols.get("per-mille"))) {
      mantissa = size.movePointRight(3);
    }
    int exponent = 0;
    if (picture.minimumExponent > 0 && mantissa.signum() != 0) {
      BigDecimal least = BigDecimal.ONE.scaleByPowerOfTen(picture.scaling - 1);
      BigDecimal most = BigDecimal.ONE.scaleByPowerOfTen(picture.scaling);
      int digits = mantissa.precision() - mantissa.scale();
      exponent = digits - picture.scaling;
      mantissa = mantissa.scaleByPowerOfTen(-exponent);
      // jsonata-js lets the upper bound itself stand, when it comes from below
      if (mantissa.compareTo(least) == 0 && exponent == 1 && size.compareTo(most) == 0) {
        mantissa = most;
        exponent = 0;
      }
    }
    BigDecimal rounded = mantissa.setScale(picture.maximumFraction, RoundingMode.HALF_EVEN);
    String text = group(pad(digits(ieee ? expanded(rounded) : rounded)));
    if (!picture.text.contains(symbols.get("decimal-separator"))
        || text.endsWith(symbols.get("decimal-separator"))) {
      text = text.substring(0, text.length() - 1);
    }
    if (picture.minimumExponent > 0) {
      String power = family(String.valueOf(Math.abs(exponent)));
      text +=
          symbols.get("exponent-separator")
              + (exponent < 0 ? symbols.get("minus-sign") : "")
              + zeros(picture.minimumExponent - power.length())
              + power;
    }
    return picture.prefix + text + picture.suffix;
  }

  /** With the digits of the nearest double where the picture asks for more than it needs. */
  private BigDecimal expanded(BigDecimal rounded) {
    int whole = rounded.precision() - rounded.scale();
    return picture.maximumFraction + whole <= MOST_EXACT || whole > MOST_WHOLE
        ? rounded
        : new BigDecimal(rounded.doubleValue())
            .setScale(picture.maximumFraction, RoundingMode.HALF_UP);
  }

  /** The digits without zeros at either end, and with a decimal separator. */
  private String digits(BigDecimal rounded) {
    String text = family(rounded.toPlainString());
    String separator = symbols.get("decimal-separator");
    int point = text.indexOf('.');
    text =
        point < 0
            ? text + separator
            : text.substring(0, point) + separator + text.substring(point + 1);
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == symbols.zero()) {
      start++;
    }
    while (end > start && text.charAt(end - 1) == symbols.zero()) {
      end--;
    }
    return text.substring(start, end);
  }

  private String family(String digits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      text.append(c >= '0' && c <= '9' ? (char) (c - '0' + symbols.zero()) : c);
    }
    return text.toString();
  }

  private String pad(String text) {
    int point = text.indexOf(symbols.get("decimal-separator"));
    return zeros(picture.minimumInteger - point)
        + text
        + zeros(picture.minimumFraction - (text.length() - point - 1));
  }

  private String zeros(int count) {
    return String.valueOf(symbols.zero()).repeat(Math.max(0, count));
  }

  private String group(String padded) {
    String separator = symbols.get("grouping-separator");
    StringBuilder text = new StringBuilder(padded);
    int point = text.indexOf(symbols.get("decimal-separator"));
    if (picture.regular > 0) {
      int groups = Math.floorDiv(point - 1, picture.regular);
      for (int i = 1; i <= groups; i++) {
        text.insert(point - i * picture.regular, separator);
      }
    } else {
      for (int position : picture.integerGroups) {
        text.insert(Math.max(0, point - position), separator);
        point++;
      }
    }
    point = text.indexOf(symbols.get("decimal-separator"));
    for (int position : picture.fractionGroups) {
      text.insert(Math.min(text.length(), position + point + 1), separator);
    }
    return text.toString();
  }
}

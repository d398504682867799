package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Half of a number picture, checked (XPath functions 4.7.3) and analysed (4.7.4). */
final class SubPicture {
  private final NumberPicture.Symbols symbols;
  final String text;
  final String prefix;
  final String suffix;
  private final String active;
  private final String mantissa;
  private final @Nullable String exponent;
  private final String integer;
  private final String fraction;

  List<Integer> integerGroups = List.of();
  List<Integer> fractionGroups = List.of();
  int regular;
  int minimumInteger;
  int scaling;
  int minimumFraction;
  int maximumFraction;
  int minimumExponent;

  private SubPicture(NumberPicture.Symbols symbols, String text, String prefix, String suffix) {
    this.symbols = symbols;
    this.text = text;
    this.prefix = prefix;
    this.suffix = suffix;
    this.active =
        text.substring(prefix.length(), Math.max(prefix.length(), text.length() - suffix.length()));
    int at = text.indexOf(symbols.get("exponent-separator"), prefix.length());
    if (at < 0 || at > text.length() - suffix.length()) {
      this.mantissa = active;
      this.exponent = null;
    } else {
      int inside = Math.min(at, active.length());
      this.mantissa = active.substring(0, inside);
      this.exponent = active.substring(Math.min(inside + 1, active.length()));
    }
    int point = mantissa.indexOf(symbols.get("decimal-separator"));
    this.integer = point < 0 ? mantissa : mantissa.substring(0, point);
    this.fraction = point < 0 ? suffix : mantissa.substring(point + 1);
  }

  static SubPicture of(String text, NumberPicture.Symbols symbols) {
    int first = 0;
    while (first < text.length() && !opens(symbols, text.charAt(first))) {
      first++;
    }
    int last = text.length();
    while (last > first && !opens(symbols, text.charAt(last - 1))) {
      last--;
    }
    SubPicture picture =
        new SubPicture(symbols, text, text.substring(0, first), text.substring(last));
    picture.check();
    picture.analyse();
    return picture;
  }

  private static boolean opens(NumberPicture.Symbols symbols, char c) {
    return symbols.isActive(c) && !String.valueOf(c).equals(symbols.get("exponent-separator"));
  }

  SubPicture withPrefix(String sign) {
    return new SubPicture(this, sign + prefix);
  }

  private SubPicture(SubPicture other, String prefix) {
    this.symbols = other.symbols;
    this.text = other.text;
    this.prefix = prefix;
    this.suffix = other.suffix;
    this.active = other.active;
    this.mantissa = other.mantissa;
    this.exponent = other.exponent;
    this.integer = other.integer;
    this.fraction = other.fraction;
    this.integerGroups = other.integerGroups;
    this.fractionGroups = other.fractionGroups;
    this.regular = other.regular;
    this.minimumInteger = other.minimumInteger;
    this.scaling = other.scaling;
    this.minimumFraction = other.minimumFraction;
    this.maximumFraction = other.maximumFraction;
    this.minimumExponent = other.minimumExponent;
  }

  private boolean has(String name) {
    return text.contains(symbols.get(name));
  }

  private boolean repeats(String name) {
    return text.indexOf(symbols.get(name)) != text.lastIndexOf(symbols.get(name));
  }

  private long digits(String part) {
    return part.chars().filter(c -> symbols.isDigit((char) c)).count();
  }

  private boolean isPlace(int c) {
    return symbols.isDigit((char) c) || Character.toString(c).equals(symbols.get("digit"));
  }

  /** The last of the rules that is broken names the error, as in jsonata-js. */
  private void check() {
    String group = symbols.get("grouping-separator");
    String digit = symbols.get("digit");
    int point = text.indexOf(symbols.get("decimal-separator"));
    @Nullable String error = null;
    error = repeats("decimal-separator") ? "D3081" : error;
    error = repeats("percent") ? "D3082" : error;
    error = repeats("per-mille") ? "D3083" : error;
    error = has("percent") && has("per-mille") ? "D3084" : error;
    error = mantissa.chars().noneMatch(this::isPlace) ? "D3085" : error;
    error = active.chars().anyMatch(c -> !symbols.isActive((char) c)) ? "D3086" : error;
    if (point >= 0) {
      boolean adjacent =
          text.startsWith(group, point + 1) || (point > 0 && text.startsWith(group, point - 1));
      error = adjacent ? "D3087" : error;
    } else if (integer.endsWith(group)) {
      error = "D3088";
    }
    error = text.contains(group + group) ? "D3089" : error;
    int optional = integer.indexOf(digit);
    error = optional >= 0 && digits(integer.substring(0, optional)) > 0 ? "D3090" : error;
    optional = fraction.lastIndexOf(digit);
    error = optional >= 0 && digits(fraction.substring(optional)) > 0 ? "D3091" : error;
    if (exponent != null) {
      error = !exponent.isEmpty() && (has("percent") || has("per-mille")) ? "D3092" : error;
      error = exponent.isEmpty() || digits(exponent) < exponent.length() ? "D3093" : error;
    }
    if (error != null) {
      throw new Failure(error);
    }
  }

  private void analyse() {
    integerGroups = groups(integer, false);
    regular = IntegerPicture.interval(integerGroups);
    fractionGroups = groups(fraction, true);
    minimumInteger = (int) digits(integer);
    scaling = minimumInteger;
    minimumFraction = (int) digits(fraction);
    maximumFraction = (int) fraction.chars().filter(this::isPlace).count();
    if (minimumInteger == 0 && maximumFraction == 0) {
      if (exponent != null) {
        minimumFraction = 1;
        maximumFraction = 1;
      } else {
        minimumInteger = 1;
      }
    }
    if (exponent != null && minimumInteger == 0 && integer.contains(symbols.get("digit"))) {
      minimumInteger = 1;
    }
    if (minimumInteger == 0 && minimumFraction == 0) {
      minimumFraction = 1;
    }
    minimumExponent = exponent == null ? 0 : (int) digits(exponent);
  }

  /** How many digits are right of each separator, or left of it. */
  private List<Integer> groups(String part, boolean toLeft) {
    String separator = symbols.get("grouping-separator");
    List<Integer> positions = new ArrayList<>();
    int at = part.indexOf(separator);
    while (at >= 0) {
      String side = toLeft ? part.substring(0, Math.min(at, part.length())) : part.substring(at);
      positions.add((int) side.chars().filter(this::isPlace).count());
      // looking on in the integer part, for a fraction too, is what jsonata-js does
      at = integer.indexOf(separator, at + 1);
    }
    return positions;
  }
}

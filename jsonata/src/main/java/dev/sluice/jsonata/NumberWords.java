package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whole numbers in English words, both ways. */
final class NumberWords {
  private static final String[] FEW =
      ("Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen"
              + " Fifteen Sixteen Seventeen Eighteen Nineteen")
          .split(" ", -1);
  private static final String[] ORDINALS =
      ("Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"
              + " Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth")
          .split(" ", -1);
  private static final String[] DECADES =
      "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety Hundred".split(" ", -1);
  private static final String[] MAGNITUDES = "Thousand Million Billion Trillion".split(" ", -1);
  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
  static final Map<String, BigDecimal> VALUES = values();

  private NumberWords() {}

  private static Map<String, BigDecimal> values() {
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    for (int i = 0; i < FEW.length; i++) {
      values.put(FEW[i].toLowerCase(Locale.ROOT), BigDecimal.valueOf(i));
    }
    for (int i = 0; i < ORDINALS.length; i++) {
      values.put(ORDINALS[i].toLowerCase(Locale.ROOT), BigDecimal.valueOf(i));
    }
    for (int i = 0; i < DECADES.length; i++) {
      String word = DECADES[i].toLowerCase(Locale.ROOT);
      BigDecimal value = BigDecimal.valueOf((i + 2) * 10L);
      values.put(word, value);
      values.put(word.substring(0, word.length() - 1) + "ieth", value);
    }
    values.put("hundredth", BigDecimal.valueOf(100));
    for (int i = 0; i < MAGNITUDES.length; i++) {
      String word = MAGNITUDES[i].toLowerCase(Locale.ROOT);
      BigDecimal value = BigDecimal.ONE.scaleByPowerOfTen((i + 1) * 3);
      values.put(word, value);
      values.put(word + "th", value);
    }
    return values;
  }

  static String format(BigInteger value, boolean ordinal) {
    return words(value, false, ordinal);
  }

  private static String words(BigInteger value, boolean previous, boolean ordinal) {
    if (value.compareTo(THOUSAND) < 0) {
      return small(value.intValue(), previous, ordinal);
    }
    int magnitude = Math.min((value.toString().length() - 1) / 3, MAGNITUDES.length);
    BigInteger[] parts = value.divideAndRemainder(BigInteger.TEN.pow(magnitude * 3));
    String words =
        (previous ? ", " : "") + words(parts[0], false, false) + " " + MAGNITUDES[magnitude - 1];
    if (parts[1].signum() > 0) {
      return words + words(parts[1], true, ordinal);
    }
    return ordinal ? words + "th" : words;
  }

  private static String small(int value, boolean previous, boolean ordinal) {
    if (value <= 19) {
      return (previous ? " and " : "") + (ordinal ? ORDINALS[value] : FEW[value]);
    }
    if (value < 100) {
      String words = (previous ? " and " : "") + DECADES[value / 10 - 2];
      if (value % 10 > 0) {
        return words + "-" + small(value % 10, false, ordinal);
      }
      return ordinal ? words.substring(0, words.length() - 1) + "ieth" : words;
    }
    String words = (previous ? ", " : "") + FEW[value / 100] + " Hundred";
    if (value % 100 > 0) {
      return words + small(value % 100, true, ordinal);
    }
    return ordinal ? words + "th" : words;
  }

  static BigDecimal parse(String text) {
    Deque<BigDecimal> segments = new ArrayDeque<>();
    segments.push(BigDecimal.ZERO);
    BigDecimal thousand = BigDecimal.valueOf(1000);
    for (String word : text.split(",\\s|\\sand\\s|[\\s\\\\-]", -1)) {
      @Nullable BigDecimal value = VALUES.get(word);
      if (value == null) {
        throw new Failure("D3030").value(word);
      }
      BigDecimal top = segments.pop();
      if (value.compareTo(BigDecimal.valueOf(100)) < 0) {
        if (top.compareTo(thousand) >= 0) {
          segments.push(top);
          top = BigDecimal.ZERO;
        }
        segments.push(top.add(value));
      } else {
        segments.push(top.multiply(value));
      }
    }
    return segments.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

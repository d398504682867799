package dev.sluice.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Numbers of up to 18 digits as {@link TextNumber} reads them, with at most so many after the
 * point, and within bounds worked out once for each count of digits after the point.
 */
final class NumberReader implements FieldReader {
  private final boolean decimal;
  private final int scale;
  private final long[] least;
  private final long[] most;

  private NumberReader(boolean decimal, int scale, long[] least, long[] most) {
    this.decimal = decimal;
    this.scale = scale;
    this.least = least;
    this.most = most;
  }

  /**
   * For a column and what its property says.
   *
   * @param rules the keywords that are about numbers
   * @param integer whether the schema asks for whole numbers
   */
  static FieldReader of(Column column, boolean integer, Map<String, JsonNode> rules) {
    boolean decimal = column.type() == ColumnType.NUMERIC;
    int scale = integer ? 0 : column.scale().orElse(Digits.LONG);
    // With 18 digits in all, a larger scale would leave room for too many before the point.
    if (column.scale().isPresent() && column.scale().getAsInt() > Column.PRECISION - Digits.LONG) {
      return UNSURE;
    }
    long[] least = new long[Digits.LONG + 1];
    long[] most = new long[Digits.LONG + 1];
    Arrays.fill(least, Long.MIN_VALUE);
    Arrays.fill(most, Long.MAX_VALUE);
    for (Map.Entry<String, JsonNode> rule : rules.entrySet()) {
      JsonNode value = rule.getValue();
      if (!value.isNumber() || value.isDouble() || value.isFloat()) {
        return UNSURE;
      }
      BigDecimal bound = value.decimalValue();
      boolean exclusive = rule.getKey().startsWith("exclusive");
      switch (rule.getKey()) {
        case "multipleOf" -> {
          if (!allows(bound, scale)) {
            return UNSURE;
          }
        }
        case "minimum", "exclusiveMinimum" -> {
          for (int i = 0; i < least.length; i++) {
            least[i] = Math.max(least[i], least(bound, i, exclusive));
          }
        }
        case "maximum", "exclusiveMaximum" -> {
          for (int i = 0; i < most.length; i++) {
            most[i] = Math.min(most[i], -least(bound.negate(), i, exclusive));
          }
        }
        default -> {
          return UNSURE;
        }
      }
    }
    return new NumberReader(decimal, Math.min(scale, Digits.LONG), least, most);
  }

  /** Whether every number with so many digits after the point is a multiple. */
  private static boolean allows(BigDecimal divisor, int scale) {
    if (divisor.signum() <= 0) {
      return false;
    }
    BigDecimal plain = divisor.stripTrailingZeros();
    return plain.precision() == 1
        && plain.unscaledValue().intValueExact() == 1
        && plain.scale() >= scale;
  }

  /** The smallest whole number of units of 10^-scale that a minimum allows. */
  private static long least(BigDecimal bound, int scale, boolean exclusive) {
    BigDecimal units = bound.scaleByPowerOfTen(scale);
    BigDecimal whole =
        exclusive
            ? units.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE)
            : units.setScale(0, RoundingMode.CEILING);
    // No number read here is as large as these, so that they stand for all beyond them.
    long limit = Long.MAX_VALUE / 2;
    return whole.max(BigDecimal.valueOf(-limit)).min(BigDecimal.valueOf(limit)).longValue();
  }

  @Override
  public boolean read(byte[] bytes, int from, int to, TypedRow row, int column) {
    int i = from;
    boolean negative = bytes[i] == '-';
    if (negative || bytes[i] == '+') {
      i++;
    }
    if (to - i > Digits.LONG + 1) {
      return false;
    }
    long value = 0;
    int digits = 0;
    int point = -1;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
      } else if (bytes[i] == '.' && point < 0) {
        point = i;
      } else {
        return false;
      }
    }
    int after = point < 0 ? 0 : to - point - 1;
    if (digits == 0 || digits > Digits.LONG || after > scale) {
      return false;
    }
    value = negative ? -value : value;
    if (value < least[after] || value > most[after]) {
      return false;
    }
    if (decimal) {
      row.decimal(column, value, after);
    } else {
      row.number(column, value);
    }
    return true;
  }
}

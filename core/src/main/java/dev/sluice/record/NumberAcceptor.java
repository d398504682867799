package dev.sluice.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Bounds and divisor of a number, without a text or a division where the divisor is a power of ten.
 */
final class NumberAcceptor implements Acceptor {
  /** Beyond it arithmetic on exact decimals costs more than it is worth here. */
  private static final int MAX_SCALE = 1_000;

  private final Bound[] bounds;
  private final @Nullable BigDecimal divisor;

  /** Digits after the point that the divisor allows, or -1 where it is no such divisor. */
  private final int digits;

  private NumberAcceptor(Bound[] bounds, @Nullable BigDecimal divisor) {
    this.bounds = bounds;
    this.divisor = divisor;
    this.digits = divisor == null ? -1 : digits(divisor);
  }

  /** Digits after the point that multiples of 1, 0.1, 0.01 and so on have; -1 of any other. */
  private static int digits(BigDecimal divisor) {
    BigDecimal plain = divisor.stripTrailingZeros();
    boolean powerOfTen = plain.precision() == 1 && plain.compareTo(BigDecimal.ONE) <= 0;
    return powerOfTen && plain.scaleByPowerOfTen(plain.scale()).compareTo(BigDecimal.ONE) == 0
        ? plain.scale()
        : -1;
  }

  /**
   * One side of a range.
   *
   * @param sign 1 for a minimum, -1 for a maximum
   */
  private record Bound(BigDecimal value, long whole, boolean isWhole, int sign, boolean exclusive) {
    boolean holds(long number) {
      return isWhole
          ? holdsSign(Long.compare(number, whole))
          : holdsSign(BigDecimal.valueOf(number).compareTo(value));
    }

    boolean holds(BigDecimal number) {
      return holdsSign(value.signum() == 0 ? number.signum() : number.compareTo(value));
    }

    private boolean holdsSign(int comparison) {
      int direction = comparison * sign;
      return exclusive ? direction > 0 : direction >= 0;
    }
  }

  @Override
  public boolean accepts(JsonNode value) {
    if (value.isInt() || value.isLong()) {
      long number = value.longValue();
      for (Bound bound : bounds) {
        if (!bound.holds(number)) {
          return false;
        }
      }
      return divisor == null || digits >= 0 || divides(BigDecimal.valueOf(number));
    }
    BigDecimal number = value.decimalValue();
    if (Math.abs((long) number.scale()) > MAX_SCALE) {
      return false;
    }
    for (Bound bound : bounds) {
      if (!bound.holds(number)) {
        return false;
      }
    }
    return divisor == null || (digits >= 0 && number.scale() <= digits) || divides(number);
  }

  private boolean divides(BigDecimal number) {
    return digits >= 0
        ? number.signum() == 0 || number.stripTrailingZeros().scale() <= digits
        : divisor != null && number.remainder(divisor).signum() == 0;
  }

  /** What a schema asks, as it is read. */
  static final class Builder {
    private final List<Bound> bounds = new ArrayList<>();
    private @Nullable BigDecimal divisor;

    /** False where the bound is of no use. */
    boolean bound(String keyword, JsonNode node) {
      if (!node.isNumber() || node.isDouble() || node.isFloat()) {
        return false;
      }
      BigDecimal value = node.decimalValue();
      if (Math.abs((long) value.scale()) > MAX_SCALE) {
        return false;
      }
      if (keyword.equals("multipleOf")) {
        divisor = value;
        return value.signum() > 0;
      }
      boolean whole = node.isInt() || node.isLong();
      int sign = keyword.endsWith("inimum") ? 1 : -1;
      boolean exclusive = keyword.startsWith("exclusive");
      bounds.add(new Bound(value, whole ? node.longValue() : 0, whole, sign, exclusive));
      return true;
    }

    @Nullable Acceptor build() {
      return bounds.isEmpty() && divisor == null
          ? null
          : new NumberAcceptor(bounds.toArray(new Bound[0]), divisor);
    }
  }
}

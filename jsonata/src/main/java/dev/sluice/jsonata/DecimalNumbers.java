package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

/**
 * Exact decimals: sums, differences, products and remainders lose nothing; quotients, averages,
 * roots and fractional powers keep so many significant digits, HALF_EVEN. A result is written
 * without trailing zeros. Numbers whose exponent or length would need unreasonable memory are
 * D1001.
 */
final class DecimalNumbers extends Numbers {
  private static final int MAX_EXPONENT = 6144;
  private static final int MAX_BITS = 1 << 15;
  private final MathContext context;

  DecimalNumbers(int digits) {
    this.context = new MathContext(digits, RoundingMode.HALF_EVEN);
  }

  @Override
  JsonNode add(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return of((long) a.intValue() + b.intValue());
    }
    return node(decimal(a).add(decimal(b)));
  }

  @Override
  JsonNode subtract(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return of((long) a.intValue() - b.intValue());
    }
    return node(decimal(a).subtract(decimal(b)));
  }

  @Override
  JsonNode multiply(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return of((long) a.intValue() * b.intValue());
    }
    return node(decimal(a).multiply(decimal(b)));
  }

  @Override
  JsonNode divide(JsonNode a, JsonNode b) {
    return node(decimal(a).divide(nonZero(b), context));
  }

  @Override
  JsonNode remainder(JsonNode a, JsonNode b) {
    return node(decimal(a).remainder(nonZero(b)));
  }

  private static BigDecimal nonZero(JsonNode divisor) {
    BigDecimal value = decimal(divisor);
    if (value.signum() == 0) {
      throw new Failure("D1001").value("a division by zero");
    }
    return value;
  }

  @Override
  JsonNode negate(JsonNode a) {
    return a instanceof IntNode ? of(-(long) a.intValue()) : node(decimal(a).negate());
  }

  @Override
  int compare(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return Integer.compare(a.intValue(), b.intValue());
    }
    return decimal(a).compareTo(decimal(b));
  }

  @Override
  JsonNode literal(String text) {
    try {
      return node(checked(new BigDecimal(text)));
    } catch (NumberFormatException | ArithmeticException | Failure e) {
      throw new Failure("S0102").token(text);
    }
  }

  @Override
  JsonNode abs(JsonNode a) {
    return node(decimal(a).abs());
  }

  @Override
  JsonNode floor(JsonNode a) {
    return node(decimal(a).setScale(0, RoundingMode.FLOOR));
  }

  @Override
  JsonNode ceil(JsonNode a) {
    return node(decimal(a).setScale(0, RoundingMode.CEILING));
  }

  @Override
  JsonNode round(JsonNode a, int precision) {
    BigDecimal value = decimal(a);
    return precision >= value.scale()
        ? node(value)
        : node(value.setScale(Math.max(precision, -MAX_EXPONENT), RoundingMode.HALF_EVEN));
  }

  @Override
  JsonNode sqrt(JsonNode a) {
    return node(decimal(a).sqrt(context));
  }

  @Override
  JsonNode power(JsonNode a, JsonNode exponent) {
    BigDecimal base = decimal(a);
    if (isInteger(exponent)) {
      double power = real(exponent);
      double bits = Math.abs(power) * Math.max(1, base.unscaledValue().bitLength());
      if (bits > MAX_BITS || Math.abs(power * base.scale()) > MAX_EXPONENT) {
        throw Failure.of("D3061", a).value2(exponent);
      }
      if (power >= 0) {
        return node(base.pow((int) power));
      }
      if (base.signum() == 0) {
        throw Failure.of("D3061", a).value2(exponent);
      }
      return node(BigDecimal.ONE.divide(base.pow((int) -power), context));
    }
    double result = Math.pow(real(a), real(exponent));
    if (Double.isNaN(result) || Double.isInfinite(result)) {
      throw Failure.of("D3061", a).value2(exponent);
    }
    return node(BigDecimal.valueOf(result));
  }

  @Override
  JsonNode sum(ArrayNode values) {
    return node(total(values));
  }

  private static BigDecimal total(ArrayNode values) {
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 0; i < values.size(); i++) {
      total = total.add(decimal(values.get(i)));
    }
    return total;
  }

  @Override
  JsonNode average(ArrayNode values) {
    return node(total(values).divide(BigDecimal.valueOf(values.size()), context));
  }

  @Override
  String text(JsonNode a) {
    if (a instanceof IntNode || a instanceof LongNode) {
      return Long.toString(a.longValue());
    }
    BigDecimal value = strip(decimal(a));
    long exponent = (long) value.precision() - value.scale();
    return exponent > 40 || exponent < -20 ? value.toString() : value.toPlainString();
  }

  @Override
  boolean isInteger(JsonNode a) {
    return a.isIntegralNumber() || strip(decimal(a)).scale() <= 0;
  }

  /** The exact value, where it is small enough to work with. */
  static BigDecimal decimal(JsonNode a) {
    return switch (a) {
      case IntNode i -> BigDecimal.valueOf(i.intValue());
      case LongNode l -> BigDecimal.valueOf(l.longValue());
      case DecimalNode d -> checked(d.decimalValue());
      default -> {
        if (a.isDouble() || a.isFloat()) {
          double value = a.doubleValue();
          if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw Failure.of("D1001", a);
          }
          yield a.isFloat() ? new BigDecimal(a.asString()) : BigDecimal.valueOf(value);
        }
        yield checked(a.decimalValue());
      }
    };
  }

  private static BigDecimal checked(BigDecimal value) {
    int scale = value.scale();
    if (scale > MAX_EXPONENT || scale < -MAX_EXPONENT) {
      throw new Failure("D1001").value("an exponent beyond " + MAX_EXPONENT);
    }
    if (value.precision() > 18 && value.unscaledValue().bitLength() > MAX_BITS) {
      throw new Failure("D1001").value("a number of more than 9,000 digits");
    }
    return value;
  }

  private static BigDecimal strip(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  private static JsonNode node(BigDecimal result) {
    BigDecimal value = checked(result);
    int scale = value.scale();
    if (scale > 0) {
      value = value.stripTrailingZeros();
      scale = value.scale();
    }
    if (scale <= 0 && value.precision() - scale <= 18) {
      return of(value.longValue());
    }
    return DecimalNode.valueOf(value);
  }
}

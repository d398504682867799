package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

/** IEEE doubles, as JSONata is specified; whole numbers take a shorter way to the same results. */
final class DoubleNumbers extends Numbers {
  static final DoubleNumbers INSTANCE = new DoubleNumbers();
  private static final MathContext ONE = new MathContext(1, RoundingMode.HALF_EVEN);
  private static final MathContext FIFTEEN = new MathContext(15, RoundingMode.HALF_UP);

  @Override
  JsonNode add(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return of((long) a.intValue() + b.intValue());
    }
    return of(real(a) + real(b));
  }

  @Override
  JsonNode subtract(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return of((long) a.intValue() - b.intValue());
    }
    return of(real(a) - real(b));
  }

  @Override
  JsonNode multiply(JsonNode a, JsonNode b) {
    return of(real(a) * real(b));
  }

  @Override
  JsonNode divide(JsonNode a, JsonNode b) {
    return of(real(a) / real(b));
  }

  @Override
  JsonNode remainder(JsonNode a, JsonNode b) {
    return of(real(a) % real(b));
  }

  @Override
  JsonNode negate(JsonNode a) {
    return of(-real(a));
  }

  @Override
  int compare(JsonNode a, JsonNode b) {
    if (a instanceof IntNode && b instanceof IntNode) {
      return Integer.compare(a.intValue(), b.intValue());
    }
    double x = real(a);
    double y = real(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }

  @Override
  JsonNode literal(String text) {
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new Failure("S0102").token(text);
    }
    return of(value);
  }

  @Override
  JsonNode abs(JsonNode a) {
    return of(Math.abs(real(a)));
  }

  @Override
  JsonNode floor(JsonNode a) {
    return a instanceof IntNode ? a : of(Math.floor(real(a)));
  }

  @Override
  JsonNode ceil(JsonNode a) {
    return a instanceof IntNode ? a : of(Math.ceil(real(a)));
  }

  @Override
  JsonNode round(JsonNode a, int precision) {
    return of(rounded(real(a), precision));
  }

  /** Half even of the shortest decimal that reads back as this double. */
  static double rounded(double value, int precision) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    if (precision > 400) {
      return value;
    }
    if (precision < -400) {
      return 0;
    }
    return BigDecimal.valueOf(value).setScale(precision, RoundingMode.HALF_EVEN).doubleValue();
  }

  @Override
  JsonNode sqrt(JsonNode a) {
    return of(Math.sqrt(real(a)));
  }

  @Override
  JsonNode power(JsonNode a, JsonNode exponent) {
    return of(Math.pow(real(a), real(exponent)));
  }

  @Override
  JsonNode sum(ArrayNode values) {
    double total = 0;
    for (int i = 0; i < values.size(); i++) {
      total += real(values.get(i));
    }
    return of(total);
  }

  @Override
  JsonNode average(ArrayNode values) {
    double total = 0;
    for (int i = 0; i < values.size(); i++) {
      total += real(values.get(i));
    }
    return of(total / values.size());
  }

  @Override
  String text(JsonNode a) {
    if (a instanceof IntNode || a instanceof LongNode) {
      long value = a.longValue();
      if (value < 1_000_000_000_000_000L && value > -1_000_000_000_000_000L) {
        return Long.toString(value);
      }
    }
    double value = real(a);
    if (Double.isInfinite(value)) {
      throw Failure.of("D3001", a);
    }
    return script(fifteen(value));
  }

  private static double fifteen(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return value;
    }
    return new BigDecimal(value).round(FIFTEEN).doubleValue();
  }

  /** As JavaScript writes a double. */
  static String script(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "null";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (size < 1e-300 && shortest.precision() == 2) {
      // Double.toString gives two digits where one is enough
      BigDecimal one = shortest.round(ONE);
      shortest = one.doubleValue() == value ? one : shortest;
    }
    if (size < 1e21 && size >= 1e-6) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  @Override
  boolean isInteger(JsonNode a) {
    if (a instanceof DoubleNode) {
      double value = a.doubleValue();
      return value == Math.rint(value) && !Double.isInfinite(value);
    }
    return a.isIntegralNumber() || real(a) == Math.rint(real(a));
  }
}

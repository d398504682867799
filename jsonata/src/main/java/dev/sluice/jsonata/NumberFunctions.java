package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.StringNode;

/** Numeric functions and aggregation (docs.jsonata.org/numeric-functions). */
final class NumberFunctions {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
  private static final Pattern RADIX = Pattern.compile("0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+");

  private NumberFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put(
        "sum",
        NativeFunction.of(
            "<a<n>:n>", (f, a) -> a[0] == null ? null : f.run.numbers.sum(Arguments.array(a, 0))));
    all.put("max", NativeFunction.of("<a<n>:n>", (f, a) -> extreme(f, a, 1)));
    all.put("min", NativeFunction.of("<a<n>:n>", (f, a) -> extreme(f, a, -1)));
    all.put("average", NativeFunction.of("<a<n>:n>", NumberFunctions::average));
    all.put("number", NativeFunction.of("<(nsb)-:n>", (f, a) -> number(f, a[0])));
    all.put(
        "floor",
        NativeFunction.of(
            "<n-:n>", (f, a) -> a[0] == null ? null : f.run.numbers.floor(Arguments.number(a, 0))));
    all.put(
        "ceil",
        NativeFunction.of(
            "<n-:n>", (f, a) -> a[0] == null ? null : f.run.numbers.ceil(Arguments.number(a, 0))));
    all.put(
        "abs",
        NativeFunction.of(
            "<n-:n>", (f, a) -> a[0] == null ? null : f.run.numbers.abs(Arguments.number(a, 0))));
    all.put("round", NativeFunction.of("<n-n?:n>", NumberFunctions::round));
    all.put("sqrt", NativeFunction.of("<n-:n>", NumberFunctions::sqrt));
    all.put("power", NativeFunction.of("<n-n:n>", NumberFunctions::power));
    all.put(
        "random",
        NativeFunction.of(
            "<:n>", (f, a) -> DoubleNode.valueOf(ThreadLocalRandom.current().nextDouble())));
    all.put("formatNumber", NativeFunction.of("<n-so?:s>", NumberPicture::format));
    all.put("formatBase", NativeFunction.of("<n-n?:s>", NumberFunctions::formatBase));
    all.put("formatInteger", NativeFunction.of("<n-s:s>", NumberFunctions::formatInteger));
    all.put("parseInteger", NativeFunction.of("<s-s:n>", NumberFunctions::parseInteger));
  }

  private static @Nullable JsonNode extreme(Frame frame, @Nullable JsonNode[] a, int sign) {
    if (a[0] == null) {
      return null;
    }
    ArrayNode values = Arguments.array(a, 0);
    @Nullable JsonNode best = null;
    for (int i = 0; i < values.size(); i++) {
      frame.run.tick();
      JsonNode value = values.get(i);
      if (best == null || frame.run.numbers.compare(value, best) * sign > 0) {
        best = value;
      }
    }
    return best;
  }

  private static @Nullable JsonNode average(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null || Arguments.array(a, 0).isEmpty()) {
      return null;
    }
    return frame.run.numbers.average(Arguments.array(a, 0));
  }

  static @Nullable JsonNode number(Frame frame, @Nullable JsonNode value) {
    return switch (value) {
      case null -> null;
      case NumericNode n -> n;
      case BooleanNode b -> Numbers.of(b.booleanValue() ? 1 : 0);
      case StringNode s -> parse(frame, s);
      default -> throw Failure.of("D3030", value).index(1);
    };
  }

  private static JsonNode parse(Frame frame, StringNode value) {
    String text = value.stringValue();
    if (DECIMAL.matcher(text).matches()) {
      try {
        return frame.run.numbers.literal(text);
      } catch (Failure e) {
        throw Failure.of("D3030", value).index(1);
      }
    }
    if (RADIX.matcher(text).matches()) {
      int radix =
          switch (text.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            default -> 2;
          };
      BigInteger integer = new BigInteger(text.substring(2), radix);
      if (integer.bitLength() < 63) {
        return Numbers.of(integer.longValue());
      }
      return frame.run.numbers.literal(integer.toString());
    }
    throw Failure.of("D3030", value).index(1);
  }

  private static @Nullable JsonNode round(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    int precision = Arguments.has(a, 1) ? (int) Arguments.real(a, 1) : 0;
    return frame.run.numbers.round(Arguments.number(a, 0), precision);
  }

  private static @Nullable JsonNode sqrt(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    if (Arguments.real(a, 0) < 0) {
      throw Failure.of("D3060", a[0]).index(1);
    }
    return frame.run.numbers.sqrt(Arguments.number(a, 0));
  }

  private static @Nullable JsonNode power(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    JsonNode result = frame.run.numbers.power(Arguments.number(a, 0), Arguments.number(a, 1));
    if (result.isDouble() && !Double.isFinite(result.doubleValue())) {
      throw Failure.of("D3061", a[0]).index(1).value2(a[1]);
    }
    return result;
  }

  private static @Nullable JsonNode formatBase(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    double radix = Arguments.has(a, 1) ? DoubleNumbers.rounded(Arguments.real(a, 1), 0) : 10;
    if (radix < 2 || radix > 36) {
      throw Failure.of("D3100", Numbers.of(radix));
    }
    BigDecimal whole = exact(Arguments.number(a, 0)).setScale(0, RoundingMode.HALF_EVEN);
    return Values.string(whole.toBigInteger().toString((int) radix));
  }

  /** The number as the decimal that its shortest text is. */
  static BigDecimal exact(JsonNode number) {
    return DecimalNumbers.decimal(number);
  }

  private static @Nullable JsonNode formatInteger(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    BigInteger whole = exact(Arguments.number(a, 0)).setScale(0, RoundingMode.FLOOR).toBigInteger();
    return Values.string(IntegerPicture.of(Arguments.text(a, 1)).format(whole));
  }

  private static @Nullable JsonNode parseInteger(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    BigDecimal value = IntegerPicture.of(Arguments.text(a, 1)).parser().parse(Arguments.text(a, 0));
    return frame.run.numbers.literal(value.toString());
  }
}

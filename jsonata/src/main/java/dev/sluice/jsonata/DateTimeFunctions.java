package dev.sluice.jsonata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Date and time functions (docs.jsonata.org/date-time-functions). */
final class DateTimeFunctions {
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})(?:-([01]\\d))?(?:-([0-3]\\d))?"
              + "(?:T([0-2]\\d):([0-5]\\d):([0-5]\\d))?(?:\\.(\\d+))?"
              + "(?:(Z)|([+-])([0-2]\\d):?([0-5]\\d))?");

  /** What a JavaScript date can be, in milliseconds either side of 1970. */
  private static final double MAX_MILLIS = 8.64e15;

  private DateTimeFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("now", NativeFunction.of("<s?s?:s>", (f, a) -> format(f.run.millis(), a, 0)));
    all.put("millis", NativeFunction.of("<:n>", (f, a) -> Numbers.of(f.run.millis())));
    all.put("toMillis", NativeFunction.of("<s-s?:n>", DateTimeFunctions::toMillis));
    all.put("fromMillis", NativeFunction.of("<n-s?s?:s>", DateTimeFunctions::fromMillis));
  }

  private static @Nullable JsonNode fromMillis(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    double millis = Arguments.real(a, 0);
    if (Math.abs(millis) > MAX_MILLIS) {
      throw Failure.of("D1001", a[0]);
    }
    return format((long) millis, a, 1);
  }

  private static JsonNode format(long millis, @Nullable JsonNode[] a, int first) {
    String picture = Arguments.has(a, first) ? Arguments.text(a, first) : null;
    String zone = Arguments.has(a, first + 1) ? Arguments.text(a, first + 1) : null;
    return Values.string(DateTimeFormat.format(millis, picture, zone));
  }

  private static @Nullable JsonNode toMillis(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    if (Arguments.has(a, 1)) {
      @Nullable Long millis = DateTimeParse.parse(text, Arguments.text(a, 1), frame.run.millis());
      return millis == null ? null : Numbers.of(millis);
    }
    Matcher iso = ISO.matcher(text);
    if (!iso.matches()) {
      throw Failure.of("D3110", a[0]);
    }
    try {
      return Numbers.of(iso(iso));
    } catch (DateTimeException | ArithmeticException e) {
      throw Failure.of("D3110", a[0]);
    }
  }

  private static long iso(Matcher iso) {
    LocalDate date = LocalDate.of(part(iso, 1, 1), part(iso, 2, 1), part(iso, 3, 1));
    int hour = part(iso, 4, 0);
    LocalTime time = LocalTime.of(hour == 24 ? 0 : hour, part(iso, 5, 0), part(iso, 6, 0));
    if (hour == 24) {
      date = date.plusDays(1);
    }
    long millis = date.atTime(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    @Nullable String fraction = iso.group(7);
    if (fraction != null) {
      String digits = fraction.length() > 3 ? fraction.substring(0, 3) : fraction;
      millis +=
          new BigDecimal("0." + digits)
              .movePointRight(3)
              .setScale(0, RoundingMode.DOWN)
              .longValueExact();
    }
    if (iso.group(9) != null) {
      long offset = (part(iso, 10, 0) * 60L + part(iso, 11, 0)) * 60_000;
      millis -= "-".equals(iso.group(9)) ? -offset : offset;
    }
    return millis;
  }

  private static int part(Matcher matcher, int group, int otherwise) {
    @Nullable String text = matcher.group(group);
    return text == null ? otherwise : Integer.parseInt(text);
  }
}

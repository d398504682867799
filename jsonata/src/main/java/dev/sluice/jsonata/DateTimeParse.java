package dev.sluice.jsonata;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an instant by a picture, as {@code parseDateTime} of jsonata-js 2.0.6 does. */
final class DateTimeParse {
  private final Map<Character, Long> components = new HashMap<>();

  private DateTimeParse() {}

  /** Milliseconds since 1970; null where the text does not look like the picture. */
  static @Nullable Long parse(String text, String picture, long now) {
    List<DateTimePicture.Part> parts = DateTimePicture.of(picture).parts;
    StringBuilder regex = new StringBuilder("^");
    for (DateTimePicture.Part part : parts) {
      regex.append('(').append(regex(part)).append(')');
    }
    Matcher matcher;
    try {
      matcher =
          Pattern.compile(regex.append('$').toString(), Pattern.CASE_INSENSITIVE).matcher(text);
    } catch (PatternSyntaxException e) {
      throw new Failure("D3136");
    }
    if (!matcher.find()) {
      return null;
    }
    DateTimeParse parsed = new DateTimeParse();
    for (int i = 0; i < parts.size(); i++) {
      DateTimePicture.Part part = parts.get(i);
      if (part.literal == null) {
        @Nullable Long value = value(part, matcher.group(i + 1));
        if (value != null) {
          parsed.components.put(part.component, value);
        }
      }
    }
    if (parsed.components.isEmpty()) {
      return null;
    }
    try {
      return parsed.millis(now);
    } catch (DateTimeException | ArithmeticException e) {
      throw new Failure("D3136");
    }
  }

  private static String regex(DateTimePicture.Part part) {
    if (part.literal != null) {
      return Pattern.quote(part.literal);
    }
    if (part.component == 'Z' || part.component == 'z') {
      @Nullable String separator = separator(part);
      return (part.component == 'z' ? "GMT" : "")
          + "[-+][0-9]+"
          + (separator == null ? "" : Pattern.quote(separator) + "[0-9]+");
    }
    if (part.integer != null) {
      return part.integer.parser().regex(part.digits);
    }
    if ("MxFP".indexOf(part.component) < 0) {
      throw new Failure("D3133").value(String.valueOf(part.component));
    }
    return "[a-zA-Z]+";
  }

  private static @Nullable String separator(DateTimePicture.Part part) {
    IntegerPicture picture = part.integer();
    return picture.regular > 0 ? picture.separators.get(0).character() : null;
  }

  private static @Nullable Long value(DateTimePicture.Part part, String text) {
    if (part.component == 'Z' || part.component == 'z') {
      return zone(part.component == 'z' ? text.substring(3) : text, separator(part));
    }
    if (part.integer != null) {
      return part.integer.parser().parse(text).longValue();
    }
    return switch (part.component) {
      case 'M', 'x' -> name(DateTimeField.MONTHS, 1, text, part.maxWidth);
      case 'F' -> name(DateTimeField.DAYS, 0, text, part.maxWidth);
      default ->
          text.equals("am") || text.equals("AM")
              ? (Long) 0L
              : text.equals("pm") || text.equals("PM") ? 1L : null;
    };
  }

  private static @Nullable Long name(List<String> names, int first, String text, int width) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (width > 0 && name.length() > width) {
        name = name.substring(0, width);
      }
      if (!name.isEmpty() && name.equals(text)) {
        return (long) i + first;
      }
    }
    return null;
  }

  private static Long zone(String text, @Nullable String separator) {
    if (separator != null) {
      int at = text.indexOf(separator);
      return Long.parseLong(text.substring(0, at)) * 60 + Long.parseLong(text.substring(at + 1));
    }
    return text.length() - 1 <= 2
        ? Long.parseLong(text) * 60
        : Long.parseLong(text.substring(0, 3)) * 60 + Long.parseLong(text.substring(3));
  }

  private boolean isType(String all, int type) {
    int mask = 0;
    for (int i = 0; i < all.length(); i++) {
      mask = mask * 2 + (components.getOrDefault(all.charAt(i), 0L) == 0 ? 0 : 1);
    }
    return (~type & mask) == 0 && (type & mask) != 0;
  }

  private long millis(long now) {
    boolean byDate = isType("YXMxWwdD", 0b10100001);
    boolean byDay = !byDate && isType("YXMxWwdD", 0b10000010);
    boolean byMonthWeek = isType("YXMxWwdD", 0b01010100);
    boolean byWeek = !byMonthWeek && isType("YXMxWwdD", 0b01001000);
    boolean byHalf = !isType("PHhmsf", 0b010111) && isType("PHhmsf", 0b101111);
    String order =
        (byDay ? "YD" : byMonthWeek ? "XxwF" : byWeek ? "XWF" : "YMD")
            + (byHalf ? "Phmsf" : "Hmsf");
    fill(order, now);
    if (byMonthWeek || byWeek) {
      throw new Failure("D3136");
    }
    long year = get('Y');
    LocalDate date =
        LocalDate.of(Math.toIntExact(year >= 0 && year < 100 ? 1900 + year : year), 1, 1);
    if (byDay) {
      date = date.plusDays(get('d') - 1);
    } else {
      date = date.plusMonths(Math.max(0, get('M') - 1)).plusDays(get('D') - 1);
    }
    long hour = get('H');
    if (byHalf) {
      hour = (get('h') == 12 ? 0 : get('h')) + (get('P') == 1 ? 12 : 0);
    }
    long millis = date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    millis += ((hour * 60 + get('m')) * 60 + get('s')) * 1000 + get('f');
    long zone = get('Z') != 0 ? get('Z') : get('z');
    return millis - zone * 60_000;
  }

  /** What is missing before the first known component is now; after the last, zero. */
  private void fill(String order, long now) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(now), ZoneOffset.UTC);
    boolean started = false;
    boolean ended = false;
    for (int i = 0; i < order.length(); i++) {
      char component = order.charAt(i);
      if (components.containsKey(component)) {
        started = true;
        if (ended) {
          throw new Failure("D3136");
        }
      } else if (started) {
        components.put(component, "MDd".indexOf(component) >= 0 ? 1L : 0L);
        ended = true;
      } else {
        components.put(component, DateTimeField.value(time, component));
      }
    }
  }

  private long get(char component) {
    return components.getOrDefault(component, 0L);
  }
}

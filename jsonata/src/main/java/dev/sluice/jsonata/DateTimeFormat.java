package dev.sluice.jsonata;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes an instant by a picture, as {@code formatDateTime} of jsonata-js 2.0.6 does. */
final class DateTimeFormat {
  private static final Pattern OFFSET = Pattern.compile("\\s*([-+]?\\d{1,6})");
  private final LocalDateTime time;
  private final int hours;
  private final int minutes;

  private DateTimeFormat(LocalDateTime time, int hours, int minutes) {
    this.time = time;
    this.hours = hours;
    this.minutes = minutes;
  }

  static String format(long millis, @Nullable String picture, @Nullable String zone) {
    int hours = 0;
    int minutes = 0;
    if (zone != null) {
      Matcher offset = OFFSET.matcher(zone);
      if (!offset.lookingAt()) {
        throw new Failure("D3134").value(zone);
      }
      int number = Integer.parseInt(offset.group(1));
      hours = Math.floorDiv(number, 100);
      minutes = number % 100;
    }
    long local = millis + (60L * hours + minutes) * 60_000;
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(local), ZoneOffset.UTC);
    DateTimeFormat format = new DateTimeFormat(time, hours, minutes);
    StringBuilder text = new StringBuilder();
    DateTimePicture parsed = picture == null ? DateTimePicture.ISO : DateTimePicture.of(picture);
    for (DateTimePicture.Part part : parsed.parts) {
      text.append(part.literal != null ? part.literal : format.component(part));
    }
    return text.toString();
  }

  private String component(DateTimePicture.Part part) {
    return switch (part.component) {
      case 'Y', 'M', 'D', 'd', 'F', 'W', 'w', 'X', 'x', 'H', 'h', 'm', 's' -> number(part);
      case 'f' -> part.integer().format(DateTimeField.value(time, 'f'));
      case 'Z', 'z' -> zone(part);
      case 'P' -> {
        String half = time.getHour() >= 12 ? "pm" : "am";
        yield part.names == IntegerPicture.Case.UPPER ? half.toUpperCase(Locale.ROOT) : half;
      }
      default -> "ISO";
    };
  }

  private String number(DateTimePicture.Part part) {
    long value = DateTimeField.value(time, part.component);
    if (part.names != null) {
      return name(part, (int) value);
    }
    if (part.component == 'Y' && part.digits >= 0 && part.digits < 18) {
      value = value % Math.round(Math.pow(10, part.digits));
    }
    return part.integer().format(value);
  }

  private static String name(DateTimePicture.Part part, int value) {
    String name =
        switch (part.component) {
          case 'M', 'x' -> DateTimeField.MONTHS.get(value - 1);
          case 'F' -> DateTimeField.DAYS.get(value);
          default -> throw new Failure("D3133").value(String.valueOf(part.component));
        };
    if (part.names == IntegerPicture.Case.UPPER) {
      name = name.toUpperCase(Locale.ROOT);
    } else if (part.names == IntegerPicture.Case.LOWER) {
      name = name.toLowerCase(Locale.ROOT);
    }
    return part.maxWidth >= 0 && name.length() > part.maxWidth
        ? name.substring(0, part.maxWidth)
        : name;
  }

  private String zone(DateTimePicture.Part part) {
    IntegerPicture picture = part.integer();
    int offset = hours * 100 + minutes;
    if (offset == 0 && part.zeroAsZ) {
      return "Z";
    }
    String text;
    if (picture.regular > 0) {
      text = picture.format(offset);
    } else {
      text =
          switch (picture.mandatoryDigits) {
            case 1, 2 ->
                picture.format(hours)
                    + (minutes == 0 ? "" : ":" + IntegerPicture.of("00").format(minutes));
            case 3, 4 -> picture.format(offset);
            default -> throw new Failure("D3134").value(String.valueOf(picture.mandatoryDigits));
          };
    }
    return (part.component == 'z' ? "GMT" : "") + (offset >= 0 ? "+" : "") + text;
  }
}

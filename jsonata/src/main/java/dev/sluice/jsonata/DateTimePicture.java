package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A date/time picture such as {@code [Y0001]-[M01]} (XPath functions 3.1, 9.8.4). */
final class DateTimePicture {
  private static final Map<Character, String> DEFAULTS =
      Map.ofEntries(
          Map.entry('Y', "1"),
          Map.entry('M', "1"),
          Map.entry('D', "1"),
          Map.entry('d', "1"),
          Map.entry('F', "n"),
          Map.entry('W', "1"),
          Map.entry('w', "1"),
          Map.entry('X', "1"),
          Map.entry('x', "1"),
          Map.entry('H', "1"),
          Map.entry('h', "1"),
          Map.entry('P', "n"),
          Map.entry('m', "01"),
          Map.entry('s', "01"),
          Map.entry('f', "1"),
          Map.entry('Z', "01:01"),
          Map.entry('z', "01:01"),
          Map.entry('C', "n"),
          Map.entry('E', "n"));
  static final DateTimePicture ISO = of("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]");

  /** A piece of the picture: a literal, or a component with how it is presented. */
  static final class Part {
    final @Nullable String literal;
    final char component;
    IntegerPicture.@Nullable Case names;
    @Nullable IntegerPicture integer;
    boolean zeroAsZ;
    int maxWidth = -1;
    int minWidth = -1;
    int digits = -1;

    Part(@Nullable String literal, char component) {
      this.literal = literal;
      this.component = component;
    }

    IntegerPicture integer() {
      if (integer == null) {
        throw new Failure("D3133").value(String.valueOf(component));
      }
      return integer;
    }
  }

  final List<Part> parts = new ArrayList<>();

  private DateTimePicture() {}

  static DateTimePicture of(String text) {
    DateTimePicture picture = new DateTimePicture();
    int start = 0;
    int position = 0;
    while (position < text.length()) {
      if (text.charAt(position) != '[') {
        position++;
        continue;
      }
      picture.literal(text, start, position);
      if (text.startsWith("[", position + 1)) {
        picture.parts.add(new Part("[", ' '));
        position += 2;
        start = position;
        continue;
      }
      int end = text.indexOf(']', position);
      if (end < 0) {
        throw new Failure("D3135");
      }
      picture.parts.add(marker(text.substring(position + 1, end).replaceAll("\\s+", "")));
      position = end + 1;
      start = position;
    }
    picture.literal(text, start, position);
    return picture;
  }

  private void literal(String text, int start, int end) {
    if (end > start) {
      parts.add(new Part(text.substring(start, end).replace("]]", "]"), ' '));
    }
  }

  private static Part marker(String marker) {
    char component = marker.isEmpty() ? ' ' : marker.charAt(0);
    Part part = new Part(null, component);
    int comma = marker.lastIndexOf(',');
    String presentation =
        marker.isEmpty()
            ? ""
            : marker.substring(1, Math.max(1, comma < 0 ? marker.length() : comma));
    if (comma >= 0) {
      String width = marker.substring(comma + 1);
      int dash = width.indexOf('-');
      part.minWidth = width(dash < 0 ? width : width.substring(0, dash));
      part.maxWidth = dash < 0 ? -1 : width(width.substring(dash + 1));
    }
    char modifier = ' ';
    if (presentation.isEmpty()) {
      @Nullable String standard = DEFAULTS.get(component);
      if (standard == null) {
        throw new Failure("D3132").value(String.valueOf(component));
      }
      presentation = standard;
    } else if (presentation.length() > 1
        && "atco".indexOf(presentation.charAt(presentation.length() - 1)) >= 0) {
      modifier = presentation.charAt(presentation.length() - 1);
      presentation = presentation.substring(0, presentation.length() - 1);
    }
    part.zeroAsZ = modifier == 't';
    present(part, presentation, modifier);
    return part;
  }

  private static void present(Part part, String presentation, char modifier) {
    if (presentation.charAt(0) == 'n') {
      part.names = IntegerPicture.Case.LOWER;
    } else if (presentation.charAt(0) == 'N') {
      part.names =
          presentation.startsWith("n", 1) ? IntegerPicture.Case.TITLE : IntegerPicture.Case.UPPER;
    } else if ("YMDdFWwXxHhmsf".indexOf(part.component) >= 0) {
      IntegerPicture integer =
          IntegerPicture.of(modifier == ' ' ? presentation : presentation + ";" + modifier);
      part.integer = integer;
      integer.mandatoryDigits = Math.max(integer.mandatoryDigits, part.minWidth);
      if ("YMD".indexOf(part.component) >= 0) {
        if (part.maxWidth >= 0) {
          part.digits = part.maxWidth;
          integer.mandatoryDigits = part.maxWidth;
        } else if (integer.mandatoryDigits + integer.optionalDigits >= 2) {
          part.digits = integer.mandatoryDigits + integer.optionalDigits;
        }
      }
    } else if (DEFAULTS.get(part.component) == null) {
      throw new Failure("D3132").value(String.valueOf(part.component));
    }
    if (part.component == 'Z' || part.component == 'z') {
      part.integer = IntegerPicture.of(presentation);
    }
  }

  private static int width(String text) {
    int end = 0;
    while (end < text.length() && end < 4 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == 0 ? -1 : Integer.parseInt(text.substring(0, end));
  }
}

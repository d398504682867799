package dev.sluice.file;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * What numbers of a spreadsheet mean by their formats: a date is a number of days to the file, and
 * a postal code that starts with zeros is a number shown with so many digits.
 */
final class XlsxStyles {
  private static final BigDecimal MILLIS_OF_DAY = BigDecimal.valueOf(86_400_000);
  private static final LocalDate FROM_1900 = LocalDate.of(1899, 12, 30);
  private static final LocalDate FROM_1904 = LocalDate.of(1904, 1, 1);
  private static final int MOST_STYLES = 100_000;

  private final Map<Integer, String> codes = new HashMap<>();
  private final List<Integer> formats = new ArrayList<>();
  private final List<Form> forms = new ArrayList<>();
  private boolean from1904;

  /**
   * How a number is shown.
   *
   * @param digits at least so many, before zeros
   */
  private record Form(boolean date, boolean time, int digits) {
    static final Form PLAIN = new Form(false, false, 0);
  }

  void read(InputStream in) throws XMLStreamException {
    Xml xml = new Xml(in);
    boolean cells = false;
    while (xml.next()) {
      if (xml.starts("numFmt")) {
        String code = xml.attribute("formatCode");
        codes.put(number(xml.attribute("numFmtId")), code == null ? "" : code);
      } else if (xml.starts("cellXfs")) {
        cells = true;
      } else if (xml.ends("cellXfs")) {
        cells = false;
      } else if (cells && xml.starts("xf") && formats.size() < MOST_STYLES) {
        formats.add(number(xml.attribute("numFmtId")));
      }
    }
  }

  private static int number(@org.jspecify.annotations.Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** All parts are read. */
  void finish(boolean from1904) {
    this.from1904 = from1904;
    formats.forEach(format -> forms.add(form(format)));
  }

  /** Of the built-in formats (ECMA-376, part 1, 18.8.30) or of one that the file defines. */
  private Form form(int format) {
    String code = codes.get(format);
    if (code != null) {
      return form(code);
    }
    boolean date =
        (format >= 14 && format <= 17)
            || format == 22
            || (format >= 27 && format <= 31)
            || format == 36
            || (format >= 50 && format <= 58);
    boolean time =
        (format >= 18 && format <= 22)
            || (format >= 32 && format <= 35)
            || format == 45
            || format == 46
            || format == 47;
    return new Form(date, time, 0);
  }

  private static Form form(String code) {
    String first = code.split(";", 2)[0];
    if (!first.isEmpty() && first.chars().allMatch(c -> c == '0')) {
      return new Form(false, false, first.length());
    }
    String plain =
        first
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\\\.", "")
            .replaceAll("_.", "")
            .replaceAll("\\[(?![hms]+])[^\\]]*]", "")
            .toLowerCase(Locale.ROOT);
    if (plain.contains("general") || (plain.contains("0") && !plain.contains("s"))) {
      return Form.PLAIN;
    }
    boolean time = plain.indexOf('h') >= 0 || plain.indexOf('s') >= 0;
    boolean date =
        plain.indexOf('y') >= 0 || plain.indexOf('d') >= 0 || (!time && plain.indexOf('m') >= 0);
    return new Form(date, time, 0);
  }

  /** A number of the file as a person reads it; a time has no zone there, and is taken as UTC. */
  String text(String stored, int style) {
    Form form = style >= 0 && style < forms.size() ? forms.get(style) : Form.PLAIN;
    String number = XlsxNumber.text(stored);
    if (form.digits() > 0) {
      boolean whole = number.chars().allMatch(c -> c >= '0' && c <= '9');
      return whole ? "0".repeat(Math.max(0, form.digits() - number.length())) + number : number;
    }
    return form.date() || form.time() ? time(stored, number, form) : number;
  }

  /** By all the digits it is stored with; the number where it is no time. */
  private String time(String stored, String number, Form form) {
    try {
      BigDecimal value = new BigDecimal(stored);
      if (value.signum() < 0 || value.precision() - value.scale() > 7) {
        return number;
      }
      long millis = value.multiply(MILLIS_OF_DAY).setScale(0, RoundingMode.HALF_UP).longValue();
      long day = millis / 86_400_000;
      LocalTime time = LocalTime.ofNanoOfDay(millis % 86_400_000 * 1_000_000);
      if (!form.date()) {
        return day == 0 ? clock(time) : number;
      }
      LocalDateTime moment = date(day).atTime(time);
      boolean midnight = time.equals(LocalTime.MIDNIGHT);
      return midnight && !form.time()
          ? moment.toLocalDate().toString()
          : moment.toLocalDate() + "T" + clock(time) + "Z";
    } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException e) {
      return number;
    }
  }

  /** 1900 is a leap year to spreadsheets. */
  private LocalDate date(long day) {
    if (from1904) {
      return FROM_1904.plusDays(day);
    }
    if (day == 60) {
      throw new java.time.DateTimeException("1900-02-29");
    }
    return FROM_1900.plusDays(day < 60 ? day + 1 : day);
  }

  private static String clock(LocalTime time) {
    String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
    String seconds = text.length() == 5 ? text + ":00" : text;
    int millis = time.get(ChronoField.MILLI_OF_SECOND);
    return millis == 0 ? seconds : seconds + String.format(Locale.ROOT, ".%03d", millis);
  }
}

package dev.sluice.server.http;

import dev.sluice.record.Spelling;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, read strictly: each parameter once, known, and of its type. For one
 * request.
 */
final class QueryParameters {
  private static final int LONGEST = 1_000;
  private final Map<String, List<String>> sent;
  private final TreeSet<String> known = new TreeSet<>();
  private final Map<String, String> read = new TreeMap<>();
  private @Nullable Instant first;
  private @Nullable Instant last;

  private QueryParameters(Map<String, List<String>> sent) {
    this.sent = sent;
  }

  /** Those of a request, in UTF-8 whatever the charset of its body; 400 where they are not. */
  static QueryParameters of(Context context) {
    String query = context.req().getQueryString();
    return new QueryParameters(query == null ? Map.of() : decoded(query));
  }

  private static Map<String, List<String>> decoded(String query) {
    Map<String, List<String>> sent = new LinkedHashMap<>();
    for (String one : query.split("&", 0)) {
      boolean right;
      try {
        right =
            UrlEncoded.decodeUtf8To(
                one,
                0,
                one.length(),
                (name, value) -> sent.computeIfAbsent(name, n -> new ArrayList<>()).add(value),
                false,
                false,
                false);
      } catch (IllegalArgumentException e) {
        right = false;
      }
      if (!right) {
        String name = one.split("=", 2)[0];
        throw bad(name, "", "is not UTF-8 in percent escapes", "such as name=caf%C3%A9.csv");
      }
    }
    return sent;
  }

  /** As if these had been sent. */
  static QueryParameters of(Map<String, List<String>> sent) {
    return new QueryParameters(sent);
  }

  /** Whether it was sent, as often as may be. */
  boolean has(String name) {
    return sent.containsKey(name);
  }

  @Nullable String text(String name) {
    return text(name, LONGEST);
  }

  @Nullable String text(String name, int longest) {
    known.add(name);
    List<String> values = sent.get(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      throw bad(name, values.get(1), "is here twice", "send it once");
    }
    String value = values.getFirst();
    if (value.length() > longest || !StorableText.is(value)) {
      String hint = String.format(Locale.ROOT, "send at most %,d characters", longest);
      throw bad(name, "", "is too long or holds what is no character", hint);
    }
    if (!name.equals("cursor") && !name.equals("lastKey") && !name.equals("limit")) {
      read.put(name, value);
    }
    return value;
  }

  /**
   * The tenant to narrow a list to, null for all: what was asked for, and never another's than the
   * caller's own. A cursor is bound to it.
   */
  @Nullable String tenant(Caller caller) {
    String tenant = caller.narrowed(text("tenant"));
    if (tenant != null) {
      read.put("tenant", tenant);
    }
    return tenant;
  }

  int limit(int usual, int most) {
    String text = text("limit");
    if (text == null) {
      return usual;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw bad("limit", text, "is no number", "send 1 to " + most);
    }
    throw bad("limit", text, "must be 1 to " + most, "send 1 to " + most);
  }

  boolean flag(String name) {
    String text = text(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true") || text.isEmpty()) {
      return true;
    }
    throw bad(name, text, "must be true or false", "send true or false");
  }

  @Nullable UUID uuid(String name) {
    String text = text(name);
    return text == null ? null : uuid(name, text);
  }

  static UUID uuid(String name, String text) {
    try {
      if (text.length() == 36) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException e) {
      throw bad(name, text, "is no UUID", "such as 018f4c3e-0000-7000-8000-000000000000");
    }
    throw bad(name, text, "is no UUID", "such as 018f4c3e-0000-7000-8000-000000000000");
  }

  /** A time, or the start of a day in UTC. */
  @Nullable Instant from(String name) {
    String text = text(name);
    first = text == null ? null : instant(name, text, 0);
    return first;
  }

  /** A time, not included; of a day, all of it. */
  @Nullable Instant to(String name) {
    String text = text(name);
    Instant to = text == null ? null : instant(name, text, 1);
    last = to != null && isDate(text) ? to.minusNanos(1) : to;
    return to;
  }

  private static boolean isDate(@Nullable String text) {
    return text != null && text.length() == 10;
  }

  private static Instant instant(String name, String text, int daysLater) {
    try {
      if (isDate(text)) {
        return Dates.date(text).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      // A plus sign that was not escaped arrives as a blank.
      return Dates.time(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw bad(
          name,
          text,
          "is neither a date nor a time",
          "such as 2024-01-15 or 2024-01-15T10:30:00Z, of the years 0001 to 9999");
    }
  }

  @Nullable LocalDate date(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return Dates.date(text);
    } catch (DateTimeException e) {
      throw bad(name, text, "is no date", "such as 2024-01-15, of the years 0001 to 9999");
    }
  }

  <T extends Enum<T>> @Nullable T choice(String name, Class<T> type) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(one -> one.name().toLowerCase(Locale.ROOT))
            .toList();
    int position = words.indexOf(text.toLowerCase(Locale.ROOT));
    if (position < 0) {
      throw bad(name, text, "is not known", "one of " + String.join(", ", words));
    }
    return type.getEnumConstants()[position];
  }

  /** The cursor as sent; {@code lastKey} is another name for it. */
  @Nullable String cursor() {
    String cursor = text("cursor");
    String lastKey = text("lastKey");
    if (cursor != null && lastKey != null) {
      throw bad(
          "lastKey", "", "is `cursor` by another name, which is here too", "send one of them");
    }
    return cursor == null ? lastKey : cursor;
  }

  /** What a cursor is bound to: every parameter read but cursor and limit. */
  String filter() {
    return read.toString();
  }

  /**
   * To be called when all parameters were read: refuses those nobody asked for, and a time that
   * ends before it begins.
   */
  void end() {
    for (Map.Entry<String, List<String>> one : sent.entrySet()) {
      if (!known.contains(one.getKey())) {
        String hint =
            Spelling.nearest(one.getKey(), known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse(
                    known.isEmpty()
                        ? "this route takes none"
                        : "known are " + String.join(", ", known));
        throw bad(one.getKey(), "", "is no parameter here", hint);
      }
    }
    if (first != null && last != null && first.isAfter(last)) {
      throw bad("from", first.toString(), "is after `to`", "swap them");
    }
  }

  static ProblemException bad(String name, String value, String message, String hint) {
    return Problem.parameter(name, value, message, hint).asException();
  }
}

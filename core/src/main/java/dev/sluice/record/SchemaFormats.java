package dev.sluice.record;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.EmailFormat;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.Formats;
import com.networknt.schema.keyword.FormatValidator;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.regex.RegularExpression;
import dev.sluice.jsonata.EcmaPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What {@code format} and {@code pattern} mean here. Every one of them ends: patterns are bounded
 * in time, and the library's own formats, which are regular expressions that backtrack, in length.
 */
final class SchemaFormats {
  /** A text longer than this has no format but a date's or an id's. */
  private static final int MAX_LENGTH = 4_096;

  /** RFC 5321: 64 octets, the sign, 255 octets. */
  private static final int MAX_EMAIL = 320;

  private static final Duration PATTERN_TIMEOUT = Duration.ofMillis(250);
  private static final EmailFormat EMAIL = new EmailFormat();

  /** Those that are cheap enough for the short way. */
  static final Map<String, Predicate<String>> QUICK =
      Map.of(
          "date-time", Timestamp::isTimestamp,
          "date", text -> Timestamp.parseDate(text) != null,
          "uuid", SchemaFormats::isUuid,
          "email", SchemaFormats::isEmail);

  /** Of those that are asserted. */
  static final Set<String> NAMES =
      all().stream().map(Format::getName).collect(Collectors.toUnmodifiableSet());

  private SchemaFormats() {}

  /** For the validator. */
  static List<Format> all() {
    List<Format> formats = new ArrayList<>();
    for (Format format : Formats.DEFAULT) {
      if (!QUICK.containsKey(format.getName())) {
        formats.add(new Bounded(format));
      }
    }
    QUICK.forEach((name, matches) -> formats.add(new Own(name, matches)));
    return formats;
  }

  /** Throws {@link dev.sluice.jsonata.JsonataException} where it is no regular expression. */
  static EcmaPattern pattern(String pattern) {
    return EcmaPattern.compile(pattern, PATTERN_TIMEOUT);
  }

  /** For the validator. */
  static RegularExpression regularExpression(String pattern) {
    EcmaPattern compiled = pattern(pattern);
    return compiled::find;
  }

  static boolean isEmail(String text) {
    return text.length() <= MAX_EMAIL && EMAIL.matches(null, text);
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      }
    }
    return true;
  }

  private record Own(String name, Predicate<String> matches) implements Format {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
      return matches.test(value);
    }
  }

  private record Bounded(Format format) implements Format {
    @Override
    public String getName() {
      return format.getName();
    }

    // Which of its forms a format of the library implements differs; the outermost reaches all.
    @Override
    public boolean matches(
        ExecutionContext execution,
        SchemaContext schema,
        JsonNode value,
        JsonNode root,
        NodePath at,
        boolean asserted,
        FormatValidator validator) {
      return (!value.isString() || value.stringValue().length() <= MAX_LENGTH)
          && format.matches(execution, schema, value, root, at, asserted, validator);
    }
  }
}

package dev.sluice.server.http;

import dev.sluice.limit.Rate;
import dev.sluice.record.FieldError;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.JsonProblem;
import dev.sluice.record.Parsed;
import dev.sluice.record.Spelling;
import dev.sluice.record.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object that somebody sent, read strictly; all mistakes are told at once by
 * {@link #end}. For one request.
 */
final class JsonFields {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private final Map<String, JsonNode> sent;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  private JsonFields(Map<String, JsonNode> sent) {
    this.sent = sent;
  }

  /**
   * Throws problem 400 where it is not JSON, 422 where it is no object. Nothing is an empty one.
   */
  static JsonFields read(byte[] body) {
    if (body.length == 0) {
      return new JsonFields(Map.of());
    }
    return switch (JSON.parse(body)) {
      case Parsed.Refused(JsonProblem problem) -> throw FeedRoutes.refused(problem);
      case Parsed.Document(JsonNode root) -> {
        if (!root.isObject()) {
          throw Problem.of(422, "invalid", "the body must be a JSON object").asException();
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        root.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        yield new JsonFields(fields);
      }
    };
  }

  /** Whether the field was sent, be it as null. */
  boolean has(String name) {
    known.add(name);
    return sent.containsKey(name);
  }

  /** Whether the field was sent as something else than null. */
  boolean isSet(String name) {
    return value(name) != null;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = has(name) ? sent.get(name) : null;
    return value == null || value.isNull() ? null : value;
  }

  @Nullable String text(String name, int longest) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    String text = value.isString() ? value.asString() : "";
    boolean whole = StorableText.is(text) && text.chars().noneMatch(c -> c < ' ');
    if (text.isBlank() || text.length() > longest) {
      wrong("type", name, "must be a text of 1 to " + longest + " characters", "");
      return null;
    }
    if (!whole) {
      String message = "holds control characters, or what is no character";
      wrong("format", name, message, "send characters that can be seen");
      return null;
    }
    return text;
  }

  /** A text that must be there; empty where it is not, with a mistake. */
  String required(String name, int longest) {
    if (value(name) == null) {
      wrong("required", name, "the field is missing", "send this field");
      return "";
    }
    String text = text(name, longest);
    return text == null ? "" : text;
  }

  /** What a text means. */
  <T> @Nullable T parsed(String name, Function<String, Optional<T>> parse, String hint) {
    String text = text(name, 200);
    if (text == null) {
      return null;
    }
    Optional<T> value = parse.apply(text);
    if (value.isEmpty()) {
      wrong("format", name, "cannot be understood", hint);
    }
    return value.orElse(null);
  }

  @Nullable Rate rate(String name) {
    return parsed(name, Rate::parse, "a rate such as 1000/min or 50/s");
  }

  /** To the millisecond. */
  @Nullable Instant time(String name) {
    return parsed(name, JsonFields::instant, "a time such as 2026-12-31T00:00:00Z");
  }

  private static Optional<Instant> instant(String text) {
    try {
      Instant time = Dates.time(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
      boolean storable = time.isAfter(Instant.EPOCH) && text.length() <= 40;
      return storable ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  long integer(String name, long least, long most, long otherwise) {
    JsonNode value = value(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || out(value, least, most)) {
      wrong("type", name, "must be a whole number from " + least + " to " + most, "");
      return otherwise;
    }
    return value.asLong();
  }

  private static boolean out(JsonNode value, long least, long most) {
    return value.asLong() < least || value.asLong() > most;
  }

  /** What the texts of an array mean; empty where there is none. */
  <T> List<T> list(String name, Function<String, Optional<T>> parse, String hint) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray() || value.size() > 100) {
      wrong("type", name, "must be an array of at most 100 texts", hint);
      return List.of();
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      JsonNode one = value.get(i);
      Optional<T> parsed = one.isString() ? parse.apply(one.asString()) : Optional.empty();
      if (parsed.isEmpty()) {
        wrong("format", name + "[" + i + "]", "cannot be understood", hint);
      }
      parsed.ifPresent(all::add);
    }
    return all;
  }

  void wrong(String code, String field, String message, String hint) {
    errors.add(new FieldError(code, field, null, message, hint));
  }

  /** To be called when all fields were read: throws problem 422 with every mistake. */
  void end() {
    for (String name : sent.keySet()) {
      if (!known.contains(name)) {
        String hint =
            Spelling.nearest(name, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("known are " + String.join(", ", known));
        wrong("unknown-field", name, "the field is not known", hint);
      }
    }
    if (!errors.isEmpty()) {
      FieldError first = errors.getFirst();
      throw Problem.of(422, "invalid", "`" + first.field() + "` " + first.message())
          .with(errors)
          .asException();
    }
  }
}

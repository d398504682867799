package dev.sluice.asl.validate;

import dev.sluice.asl.json.JsonProblem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The text of a definition: its size, its JSON, and the wording AWS gives to broken JSON. */
final class DefinitionText {
  /** AWS: the longest definition, in characters. */
  private static final int MAX_LENGTH = 1_048_576;

  private static final int SNIPPET = 500;
  private static final Pattern TOKEN = Pattern.compile("Unrecognized token '(.*?)'");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private DefinitionText() {}

  static Optional<JsonNode> parse(String text, Inspection inspection) {
    if (text.length() > MAX_LENGTH) {
      inspection.error(
          Finding.SCHEMA, "Definition must have length less than or equal to " + MAX_LENGTH, null);
      return Optional.empty();
    }
    JsonNode definition;
    try {
      definition = MAPPER.readTree(text);
    } catch (StreamConstraintsException beyondLimits) {
      String message = JsonProblem.message(beyondLimits);
      boolean depth = message.contains("nesting depth");
      inspection.error(depth ? "TOO_DEEPLY_NESTED" : "INVALID_JSON_DESCRIPTION", message, null);
      return Optional.empty();
    } catch (JacksonException broken) {
      broken(text, broken, inspection);
      return Optional.empty();
    }
    if (definition == null || !definition.isObject()) {
      inspection.error(Finding.SCHEMA, "Definition must be a valid JSON object", null);
      return Optional.empty();
    }
    return Optional.of(definition);
  }

  /** Worded as Jackson 2 words it, which is what AWS passes on. */
  private static void broken(String text, JacksonException broken, Inspection inspection) {
    String message = JsonProblem.message(broken).replace("property name", "field name");
    Optional<String> source =
        Optional.ofNullable(broken.getLocation()).map(at -> source(text, at, consumed(message)));
    inspection.error(
        "INVALID_JSON_DESCRIPTION",
        source.map(where -> message + "\n at " + where).orElse(message),
        source.orElse(null));
  }

  /** Jackson 2 tells where it stopped reading, Jackson 3 where the wrong token starts. */
  private static int consumed(String message) {
    Matcher token = TOKEN.matcher(message);
    if (token.lookingAt()) {
      return token.group(1).length();
    }
    return message.startsWith("Unexpected character") ? 1 : 0;
  }

  private static String source(String text, TokenStreamLocation location, int consumed) {
    StringBuilder source = new StringBuilder("[Source: (String)\"");
    text.chars()
        .limit(SNIPPET)
        .forEach(c -> {
          if (Character.isISOControl(c) && c != '\r' && c != '\n') {
            source.append("\\u%04X".formatted(c));
          } else {
            source.append((char) c);
          }
        });
    source.append('"');
    if (text.length() > SNIPPET) {
      source.append("[truncated ").append(text.length() - SNIPPET).append(" chars]");
    }
    return source
        .append("; line: ")
        .append(location.getLineNr())
        .append(", column: ")
        .append(location.getColumnNr() + consumed)
        .append(']')
        .toString();
  }
}

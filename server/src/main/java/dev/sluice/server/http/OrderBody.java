package dev.sluice.server.http;

import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What asks for an import: {@code {"type","fileName","size",...}}. */
final class OrderBody {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);
  private static final Set<String> KNOWN =
      Set.of("type", "tenant", "dryRun", "corrects", "fileName", "contentType", "size", "digest");

  private OrderBody() {}

  static JsonNode parse(byte[] body) {
    return switch (JSON.parse(body)) {
      case Parsed.Document(JsonNode root) when root.isObject() -> root;
      case Parsed.Document document ->
          throw Problem.of(400, "not-an-object", "send a JSON object").asException();
      case Parsed.Refused(var problem) -> throw FeedRoutes.refused(problem);
    };
  }

  static void checkNames(JsonNode json) {
    for (String name : json.propertyNames()) {
      if (!KNOWN.contains(name)) {
        throw QueryParameters.bad(
            name, "", "is no field here", "known are " + String.join(", ", KNOWN));
      }
    }
  }

  static String text(JsonNode json, String name, boolean required) {
    String value = optional(json, name);
    if (value == null && required) {
      throw QueryParameters.bad(name, "", "is missing", "name the import's definition");
    }
    return value == null ? "" : value;
  }

  static @Nullable String optional(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() || value.asString().length() > 1_000) {
      throw QueryParameters.bad(name, "", "must be a text", "of at most 1,000 characters");
    }
    return value.asString();
  }

  static @Nullable UUID uuid(JsonNode json, String name) {
    String value = optional(json, name);
    return value == null ? null : QueryParameters.uuid(name, value);
  }

  static @Nullable Long size(JsonNode json) {
    JsonNode value = json.path("size");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw QueryParameters.bad("size", "", "must be a number of bytes", "0 or more");
    }
    return value.asLong();
  }

  /** Hexadecimal; sent as in {@code Content-Digest}. */
  static @Nullable String digest(JsonNode json) {
    String value = optional(json, "digest");
    String sha256 = value == null ? null : ContentDigest.sha256(value);
    if (value != null && sha256 == null) {
      throw QueryParameters.bad("digest", "", "is no SHA-256", "send sha-256=:BASE64:");
    }
    return sha256;
  }
}

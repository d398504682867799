package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code Upload-Length} and {@code Upload-Metadata} of a tus creation request. */
final class TusMetadata {
  private final Map<String, String> values = new HashMap<>();
  private final long length;

  private TusMetadata(long length) {
    this.length = length;
  }

  static TusMetadata of(HttpServletRequest request) {
    TusMetadata metadata = new TusMetadata(number(request, "Upload-Length"));
    String header = request.getHeader("Upload-Metadata");
    for (String pair : header == null ? new String[0] : header.split(",", -1)) {
      String[] words = pair.strip().split(" ", 2);
      metadata.values.put(words[0], words.length == 1 ? "" : decoded(words[1].strip()));
    }
    return metadata;
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw QueryParameters.bad("Upload-Metadata", "", "is not base64", "as tus 1.0 has it");
    }
  }

  static long number(HttpServletRequest request, String header) {
    String text = request.getHeader(header);
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw QueryParameters.bad(header, "", "must be a number of bytes", "0 or more");
    }
    return Long.parseLong(text);
  }

  long length() {
    return length;
  }

  String type() {
    String type = values.get("type");
    if (type == null || type.isEmpty()) {
      throw QueryParameters.bad(
          "Upload-Metadata", "", "names no `type`", "the name of an import's definition");
    }
    return type;
  }

  @Nullable String text(String name) {
    String value = values.get(name);
    if (value != null && value.length() > 1_000) {
      throw bad(name, "is too long", "at most 1,000 characters");
    }
    return value == null || value.isEmpty() ? null : value;
  }

  boolean flag(String name) {
    String value = text(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw bad(name, "must be true or false", "in base64, as all metadata is");
    }
    return "true".equals(value);
  }

  @Nullable UUID uuid(String name) {
    String value = text(name);
    return value == null ? null : QueryParameters.uuid(name, value);
  }

  private static ProblemException bad(String name, String problem, String hint) {
    return QueryParameters.bad("Upload-Metadata", "", "`" + name + "` " + problem, hint);
  }
}

package dev.sluice.asl.intrinsic;

import dev.sluice.asl.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.StringTokenizer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** The functions on texts. */
final class TextFunctions {
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private TextFunctions() {}

  static JsonNode format(Arguments arguments) {
    return Template.fill(arguments.text(0), arguments.values().subList(1, arguments.count()));
  }

  /** Blank text is null, as Jackson reads it on AWS. */
  static JsonNode stringToJson(Arguments arguments) {
    String text = arguments.text(0);
    if (text.isBlank()) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException wrong) {
      throw new Arguments.WrongArgument("Invalid JSON: " + JsonProblem.message(wrong));
    }
  }

  static JsonNode jsonToString(Arguments arguments) {
    return StringNode.valueOf(arguments.value(0).toString());
  }

  static JsonNode base64Encode(Arguments arguments) {
    byte[] bytes = arguments.shortText(0).getBytes(StandardCharsets.UTF_8);
    return StringNode.valueOf(Base64.getEncoder().encodeToString(bytes));
  }

  static JsonNode base64Decode(Arguments arguments) {
    try {
      byte[] bytes = Base64.getDecoder().decode(arguments.shortText(0));
      return StringNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException wrong) {
      throw new Arguments.WrongArgument("Invalid Base64: " + wrong.getMessage());
    }
  }

  static JsonNode hash(Arguments arguments) {
    String data = arguments.shortJson(0);
    String algorithm = arguments.text(1);
    if (!ALGORITHMS.contains(algorithm)) {
      throw new Arguments.WrongArgument(
          "The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
    }
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(data.getBytes(StandardCharsets.UTF_8));
      return StringNode.valueOf(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Every character of the second argument separates; empty pieces are dropped. */
  static JsonNode stringSplit(Arguments arguments) {
    ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
    StringTokenizer tokens = new StringTokenizer(arguments.text(0), arguments.text(1));
    while (tokens.hasMoreTokens()) {
      pieces.add(tokens.nextToken());
    }
    return pieces;
  }
}

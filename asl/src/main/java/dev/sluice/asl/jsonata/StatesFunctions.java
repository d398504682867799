package dev.sluice.asl.jsonata;

import dev.sluice.jsonata.JsonataException;
import dev.sluice.jsonata.JsonataOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** The functions Step Functions adds to JSONata, and the one it takes away. */
public final class StatesFunctions {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  /** How every expression of a state machine is compiled. */
  public static final JsonataOptions OPTIONS =
      JsonataOptions.defaults()
          .withFunction("partition", "<a-n:a>", StatesFunctions::partition)
          .withFunction("range", "<n-nn:a>", StatesFunctions::range)
          .withFunction("hash", "<s-s?:s>", StatesFunctions::hash)
          .withFunction("random", "<n?:n>", StatesFunctions::random)
          .withFunction("uuid", "<:s>", _ -> uuid())
          .withFunction("parse", "<s-:x>", StatesFunctions::parse)
          .without("eval");

  private StatesFunctions() {}

  private static @Nullable JsonNode partition(List<@Nullable JsonNode> arguments) {
    JsonNode items = arguments.get(0);
    JsonNode size = arguments.get(1);
    if (items == null || size == null) {
      return null;
    }
    int length = size.asInt(0);
    if (length <= 0 || size.doubleValue() != length) {
      throw failure("The second argument of the partition function must be a positive integer");
    }
    ArrayNode chunks = JsonNodeFactory.instance.arrayNode();
    ArrayNode chunk = null;
    for (JsonNode item : items) {
      if (chunk == null || chunk.size() == length) {
        chunk = chunks.addArray();
      }
      chunk.add(item);
    }
    return chunks;
  }

  /** A range of one is that one: it comes out as a sequence does. */
  private static @Nullable JsonNode range(List<@Nullable JsonNode> arguments) {
    JsonNode first = arguments.get(0);
    JsonNode last = arguments.get(1);
    JsonNode delta = arguments.get(2);
    if (first == null || last == null || delta == null) {
      return null;
    }
    double start = first.doubleValue();
    double end = last.doubleValue();
    double step = delta.doubleValue();
    if (step == 0) {
      throw failure("The third argument of the range function must not be zero");
    }
    double count = Math.floor((end - start) / step) + 1;
    if (count > 10_000_000) {
      throw failure("The range function expands to too many values");
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      values.add(number(start + i * step));
    }
    return switch (values.size()) {
      case 0 -> null;
      case 1 -> values.get(0);
      default -> values;
    };
  }

  private static JsonNode number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 9e15) {
      long whole = (long) value;
      return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }
    return DoubleNode.valueOf(value);
  }

  private static @Nullable JsonNode hash(List<@Nullable JsonNode> arguments) {
    JsonNode data = arguments.get(0);
    if (data == null) {
      return null;
    }
    JsonNode named = arguments.size() > 1 ? arguments.get(1) : null;
    String algorithm = named == null ? "SHA-256" : named.asString("");
    if (!ALGORITHMS.contains(algorithm)) {
      throw failure("The second argument of the hash function is no known algorithm");
    }
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm)
              .digest(data.asString("").getBytes(StandardCharsets.UTF_8));
      return StringNode.valueOf(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw failure("The hash algorithm is not available: " + algorithm);
    }
  }

  private static JsonNode random(List<@Nullable JsonNode> arguments) {
    JsonNode seed = arguments.isEmpty() ? null : arguments.get(0);
    return DoubleNode.valueOf(
        seed == null
            ? ThreadLocalRandom.current().nextDouble()
            : new Random(seed.longValue()).nextDouble());
  }

  private static JsonNode uuid() {
    return StringNode.valueOf(UUID.randomUUID().toString());
  }

  private static @Nullable JsonNode parse(List<@Nullable JsonNode> arguments) {
    JsonNode text = arguments.get(0);
    if (text == null) {
      return null;
    }
    try {
      JsonNode value = JSON.readTree(text.asString(""));
      return value.isMissingNode() ? null : value;
    } catch (JacksonException e) {
      throw failure("The argument of the parse function is not valid JSON");
    }
  }

  private static JsonataException failure(String message) {
    return new JsonataException("D3137", message, -1, null);
  }
}

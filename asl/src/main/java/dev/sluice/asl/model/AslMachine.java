package dev.sluice.asl.model;

import dev.sluice.asl.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole state machine, ready to run. Immutable, thread-safe. */
public record AslMachine(
    JsonNode definition,
    Block block,
    QueryLanguage language,
    @Nullable Integer timeoutSeconds,
    @Nullable String comment) {

  /** Bytes of UTF-8 a definition may have. */
  public static final int MAX_DEFINITION_BYTES = 1_048_576;

  private static final int MAX_SECONDS = 99_999_999;

  /** How deep JSON may nest, in definitions and in data. */
  public static final int MAX_DEPTH = 500;

  /** Reads JSON as executions see it: depth limited, doubles and big integers as they come. */
  public static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  /** Throws {@link DefinitionException} for what cannot run at all. */
  public static AslMachine parse(String json) {
    if (json.length() > MAX_DEFINITION_BYTES
        || json.getBytes(StandardCharsets.UTF_8).length > MAX_DEFINITION_BYTES) {
      throw new DefinitionException(
          "INVALID_JSON_DESCRIPTION: Definition exceeds the maximum of %d bytes"
              .formatted(MAX_DEFINITION_BYTES));
    }
    JsonNode node;
    try {
      node = JSON.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).readTree(json);
    } catch (JacksonException e) {
      String place = JsonProblem.place(e);
      throw new DefinitionException(
          "INVALID_JSON_DESCRIPTION: "
              + JsonProblem.message(e)
              + (place.isEmpty() ? "" : " at " + place));
    }
    return of(node);
  }

  /** As {@link #parse}, from a tree that nobody changes any more. */
  public static AslMachine of(JsonNode node) {
    if (!node.isObject()) {
      throw new DefinitionException("The definition must be an object", "");
    }
    JsonNode named = node.get("QueryLanguage");
    QueryLanguage language =
        named == null
            ? QueryLanguage.JSONPATH
            : QueryLanguage.of(named.asString(""), "/QueryLanguage");
    JsonNode timeout = node.get("TimeoutSeconds");
    JsonNode comment = node.get("Comment");
    Block block = new BlockReader().read(node, "", language);
    VariableScopes.check(block, Set.of(), "");
    return new AslMachine(
        node,
        block,
        language,
        timeout == null || !timeout.isNumber() ? null : seconds(timeout),
        comment == null ? null : comment.asString(""));
  }

  private static int seconds(JsonNode timeout) {
    double seconds = timeout.doubleValue();
    if (seconds > MAX_SECONDS) {
      throw new DefinitionException("Maximum value is " + MAX_SECONDS, "/TimeoutSeconds");
    }
    return (int) seconds;
  }

  /** A machine of one state, as TestState takes it: the state ends, whatever its Next says. */
  public static State state(JsonNode definition, String name) {
    return new StateReader(new BlockReader(), definition, name, "", QueryLanguage.JSONPATH)
        .read(QueryLanguage.JSONPATH);
  }
}

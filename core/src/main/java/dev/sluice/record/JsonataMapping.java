package dev.sluice.record;

import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataException;
import dev.sluice.jsonata.JsonataOptions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mapping written in JSONata, computed in exact decimals. One record has a second, a hundred open
 * calls and a million characters or items; what needs more is a {@link MappingException} with one
 * of the codes U1001 and U1002.
 *
 * <p>Immutable and thread-safe.
 */
public final class JsonataMapping implements Mapping {
  private static final JsonataOptions OPTIONS =
      JsonataOptions.defaults()
          .withNumbers(JsonataOptions.Numbers.DECIMAL)
          .withTimeout(Duration.ofSeconds(1))
          .withMaxDepth(100)
          .withMaxResultItems(1_000_000);

  private final Jsonata expression;

  private JsonataMapping(Jsonata expression) {
    this.expression = expression;
  }

  /**
   * The mapping that this expression is.
   *
   * @throws MappingException if the expression is not JSONata, with its position
   */
  public static JsonataMapping compile(String expression) {
    try {
      return new JsonataMapping(Jsonata.compile(expression, OPTIONS));
    } catch (JsonataException e) {
      throw new MappingException(e.code(), e.start(expression), String.valueOf(e.getMessage()));
    }
  }

  /** What was compiled. */
  public Jsonata expression() {
    return expression;
  }

  @Override
  public @Nullable JsonNode apply(JsonNode record) {
    try {
      return switch (expression.run(record, Map.of())) {
        case Jsonata.Result.Value(JsonNode node) -> node;
        case Jsonata.Result.Nothing() -> null;
        case Jsonata.Result.Function() ->
            throw new MappingException("D3001", -1, "the result is a function");
      };
    } catch (JsonataException e) {
      // Its message may quote the record, so only where it failed is passed on.
      int start = e.start(expression.expression());
      throw new MappingException(
          e.code(), start, start < 0 ? "at an unknown place" : "at character " + (start + 1));
    }
  }
}

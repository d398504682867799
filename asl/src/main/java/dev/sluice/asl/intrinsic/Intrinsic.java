package dev.sluice.asl.intrinsic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A compiled invocation such as {@code States.Array(States.UUID(), $.a)}; immutable and
 * thread-safe.
 *
 * <p>Source: States Language, "Intrinsic Functions" and appendix B, and AWS's recorded results
 * where they differ (features.md section 7).
 */
public final class Intrinsic {
  private final Expression.Call call;

  private Intrinsic(Expression.Call call) {
    this.call = call;
  }

  /**
   * Compiles an invocation, checking names, counts of arguments and the nesting (10 at most).
   *
   * @throws IntrinsicException where the text is no invocation
   */
  public static Intrinsic compile(String text) {
    return new Intrinsic(new IntrinsicParser(text).invocation());
  }

  /** As {@link #evaluate(Function, RandomGenerator)} with the thread's own randomness. */
  public JsonNode evaluate(Function<String, JsonNode> paths) {
    return evaluate(paths, ThreadLocalRandom.current());
  }

  /**
   * The value of the invocation.
   *
   * @param paths gives the value of an argument path, spelt as written: {@code $.a}, {@code $$.b},
   *     {@code $name.c}; what it throws is passed on
   * @param random the source for States.MathRandom without a seed and States.UUID
   * @throws IntrinsicException where an argument has the wrong type or value; AWS puts {@code The
   *     function '...' had the following error: } before the reason
   */
  public JsonNode evaluate(Function<String, JsonNode> paths, RandomGenerator random) {
    return evaluate(call, paths, random);
  }

  private static JsonNode evaluate(
      Expression expression, Function<String, JsonNode> paths, RandomGenerator random) {
    return switch (expression) {
      case Expression.Literal(JsonNode value) -> value;
      case Expression.Template(String raw) -> Template.literal(raw);
      case Expression.Path(String text) -> paths.apply(text);
      case Expression.Call nested -> invoke(nested, paths, random);
    };
  }

  private static JsonNode invoke(
      Expression.Call call, Function<String, JsonNode> paths, RandomGenerator random) {
    List<JsonNode> values = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      boolean template =
          values.isEmpty()
              && call.function() == IntrinsicFunction.FORMAT
              && argument instanceof Expression.Template;
      values.add(
          template && argument instanceof Expression.Template(String raw)
              ? Template.raw(raw)
              : evaluate(argument, paths, random));
    }
    try {
      return call.function().apply(new Arguments(values, random));
    } catch (Arguments.WrongArgument wrong) {
      throw new IntrinsicException(String.valueOf(wrong.getMessage()));
    }
  }

  /** The argument paths, as written, in order. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect(call, paths::add);
    return List.copyOf(paths);
  }

  private static void collect(Expression expression, Consumer<String> paths) {
    if (expression instanceof Expression.Path(String text)) {
      paths.accept(text);
    } else if (expression instanceof Expression.Call nested) {
      nested.arguments().forEach(argument -> collect(argument, paths));
    }
  }

  @Override
  public String toString() {
    return call.text();
  }
}

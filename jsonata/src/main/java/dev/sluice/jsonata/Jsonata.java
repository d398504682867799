package dev.sluice.jsonata;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A compiled JSONata expression (<a href="https://docs.jsonata.org">docs.jsonata.org</a>, version
 * 2.0.6): immutable, thread-safe, reusable. Inputs are read, never changed; a result may share
 * nodes with its input.
 */
public final class Jsonata {
  private final String expression;
  private final Environment environment;
  private final Compiler.Program program;

  private Jsonata(String expression, Environment environment, Compiler.Program program) {
    this.expression = expression;
    this.environment = environment;
    this.program = program;
  }

  /** Compiles with {@link JsonataOptions#defaults()}. */
  public static Jsonata compile(String expression) {
    return compile(expression, JsonataOptions.defaults());
  }

  /**
   * Parses and compiles once. Throws {@link JsonataException} with an S.. code where the text is no
   * JSONata, U1003 where it is too long or nested too deeply.
   */
  public static Jsonata compile(String expression, JsonataOptions options) {
    try {
      if (expression.length() > options.maxExpressionLength()) {
        throw new Failure("U1003")
            .at(0)
            .text("The expression is longer than " + options.maxExpressionLength());
      }
      Numbers numbers = Numbers.of(options);
      Map<String, FunctionValue> functions = Builtins.with(options);
      Environment environment = new Environment(options, numbers, functions, nanos(options));
      return new Jsonata(
          expression, environment, Compiler.compile(expression, numbers, functions, null));
    } catch (Failure e) {
      throw e.toException();
    } catch (StackOverflowError e) {
      throw new Failure("U1003").text("The expression is nested too deeply").toException();
    }
  }

  private static long nanos(JsonataOptions options) {
    Duration timeout = options.timeout();
    return timeout.compareTo(Duration.ofDays(1)) > 0
        ? Duration.ofDays(1).toNanos()
        : timeout.toNanos();
  }

  /** The text it was compiled from. */
  public String expression() {
    return expression;
  }

  /**
   * The plain paths of fields that the expression certainly looks up from the root of its input, in
   * the order of its text; there may be others that cannot be told. Reads the expression again.
   */
  public List<InputPath> inputPaths() {
    return InputPaths.of(tree());
  }

  /**
   * Names with a dollar sign that are used and given by nothing in the expression, nor by a
   * function, in no order; variables that a host passes in are not known here. Reads the expression
   * again.
   */
  public List<Unbound> unbound() {
    return UnboundNames.of(tree(), functionNames());
  }

  /** Of the functions that it may call without defining them, without the dollar sign. */
  public Set<String> functionNames() {
    return environment.functions().keySet();
  }

  /** What it gives, as far as that is certain. Reads the expression again. */
  public Output output() {
    return Outputs.of(tree());
  }

  /**
   * Names that an object in it is written with a second time: evaluating that object fails with
   * D1009. Reads the expression again.
   */
  public List<Output.Name> repeatedNames() {
    return Outputs.repeated(tree());
  }

  private Node tree() {
    Numbers numbers = environment.numbers();
    return TreeShaper.shape(Parser.parse(expression, numbers), numbers);
  }

  /**
   * The result, or null where the expression yields nothing (JSONata's undefined) or a function.
   */
  public @Nullable JsonNode evaluate(@Nullable JsonNode input) {
    return evaluate(input, Map.of());
  }

  /** As {@link #evaluate(JsonNode)}, with variables by name (without the dollar sign). */
  public @Nullable JsonNode evaluate(@Nullable JsonNode input, Map<String, JsonNode> variables) {
    @Nullable JsonNode result = value(input, variables);
    return result instanceof FunctionValue ? null : result;
  }

  /** As {@link #evaluate}, telling nothing from a value from a function. */
  public Result run(@Nullable JsonNode input, Map<String, JsonNode> variables) {
    return switch (value(input, variables)) {
      case null -> new Result.Nothing();
      case FunctionValue f -> new Result.Function();
      case JsonNode node -> new Result.Value(node);
    };
  }

  private @Nullable JsonNode value(@Nullable JsonNode input, Map<String, JsonNode> variables) {
    try {
      @Nullable JsonNode root = input == null || input.isMissingNode() ? null : input;
      Run run = new Run(environment, root, variables);
      @Nullable JsonNode context = root;
      if (root instanceof ArrayNode) {
        Sequence wrapper = Sequence.of(root);
        wrapper.outerWrapper = true;
        context = wrapper;
      }
      @Nullable JsonNode result =
          program.expr().eval(context, new Frame(run, program.scope(), null));
      return Results.plain(run, result);
    } catch (Failure e) {
      throw e.toException();
    } catch (StackOverflowError e) {
      throw new Failure("U1001").text("The evaluation is nested too deeply").toException();
    } catch (OutOfMemoryError e) {
      throw new Failure("U1002").text("The evaluation needs too much memory").toException();
    } catch (JsonataException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Failure("U1000", e).text("The evaluation failed: " + e).toException();
    }
  }

  /** What an expression came to. */
  public sealed interface Result {
    record Value(JsonNode node) implements Result {}

    record Nothing() implements Result {}

    record Function() implements Result {}
  }
}

package dev.sluice.jsonata;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How an expression is compiled and what it may use. Immutable; each {@code with} returns a copy.
 *
 * @param numbers DOUBLE as the language is specified, DECIMAL exact
 * @param clock what {@code $now()} and {@code $millis()} read, once an evaluation
 * @param timeout the longest an evaluation may take; beyond it U1001
 * @param maxDepth the most function calls that may be open at once, tail calls not counted; beyond
 *     it U1001
 * @param maxResultItems the most items of one range (D2014), the most characters of one string
 *     (U1002), and a quarter of the items all sequences of one evaluation may hold together (U1002)
 * @param functions the host's functions by name, without the dollar sign; they win over built-in
 *     ones
 * @param removed built-in functions that are not there: calling one is T1006, as for any unknown
 *     name
 * @param decimalDigits significant digits kept, HALF_EVEN, where DECIMAL cannot be exact: division,
 *     averages, roots
 * @param maxExpressionLength the most characters of an expression; beyond it U1003
 */
public record JsonataOptions(
    Numbers numbers,
    InstantSource clock,
    Duration timeout,
    int maxDepth,
    int maxResultItems,
    Map<String, Custom> functions,
    Set<String> removed,
    int decimalDigits,
    int maxExpressionLength) {

  /** DOUBLE as the language is specified; DECIMAL exact. */
  public enum Numbers {
    DOUBLE,
    DECIMAL
  }

  /**
   * A function of the host: arguments are values (null where nothing was passed); null returns
   * nothing. A {@link JsonataException} it throws keeps its code and gets the call's position;
   * anything else becomes U1000.
   */
  @FunctionalInterface
  public interface HostFunction {
    @Nullable JsonNode apply(List<@Nullable JsonNode> arguments);
  }

  /**
   * A host function and its JSONata signature, for example {@code <s-n?:s>}; null leaves arguments
   * unchecked.
   */
  public record Custom(@Nullable String signature, HostFunction function) {}

  public JsonataOptions {
    functions = Map.copyOf(functions);
    removed = Set.copyOf(removed);
    if (maxDepth < 1 || maxResultItems < 1 || decimalDigits < 1 || maxExpressionLength < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  public JsonataOptions(
      Numbers numbers,
      InstantSource clock,
      Duration timeout,
      int maxDepth,
      int maxResultItems,
      Map<String, Custom> functions,
      Set<String> removed) {
    this(
        numbers, clock, timeout, maxDepth, maxResultItems, functions, removed, 34, 1024 * 1024 - 1);
  }

  /** DOUBLE, 5 s, 500 calls deep, 10 million items. */
  public static JsonataOptions defaults() {
    return new JsonataOptions(
        Numbers.DOUBLE,
        InstantSource.system(),
        Duration.ofSeconds(5),
        500,
        10_000_000,
        Map.of(),
        Set.of());
  }

  public JsonataOptions withNumbers(Numbers value) {
    return new JsonataOptions(
        value,
        clock,
        timeout,
        maxDepth,
        maxResultItems,
        functions,
        removed,
        decimalDigits,
        maxExpressionLength);
  }

  public JsonataOptions withClock(InstantSource value) {
    return new JsonataOptions(
        numbers,
        value,
        timeout,
        maxDepth,
        maxResultItems,
        functions,
        removed,
        decimalDigits,
        maxExpressionLength);
  }

  public JsonataOptions withTimeout(Duration value) {
    return new JsonataOptions(
        numbers,
        clock,
        value,
        maxDepth,
        maxResultItems,
        functions,
        removed,
        decimalDigits,
        maxExpressionLength);
  }

  public JsonataOptions withMaxDepth(int value) {
    return new JsonataOptions(
        numbers,
        clock,
        timeout,
        value,
        maxResultItems,
        functions,
        removed,
        decimalDigits,
        maxExpressionLength);
  }

  public JsonataOptions withMaxResultItems(int value) {
    return new JsonataOptions(
        numbers,
        clock,
        timeout,
        maxDepth,
        value,
        functions,
        removed,
        decimalDigits,
        maxExpressionLength);
  }

  /** Adds one host function. */
  public JsonataOptions withFunction(
      String name, @Nullable String signature, HostFunction function) {
    Map<String, Custom> more = new HashMap<>(functions);
    more.put(name, new Custom(signature, function));
    return new JsonataOptions(
        numbers,
        clock,
        timeout,
        maxDepth,
        maxResultItems,
        more,
        removed,
        decimalDigits,
        maxExpressionLength);
  }

  /** Takes built-in functions away. */
  public JsonataOptions without(String... names) {
    Set<String> more = new HashSet<>(removed);
    more.addAll(List.of(names));
    return new JsonataOptions(
        numbers,
        clock,
        timeout,
        maxDepth,
        maxResultItems,
        functions,
        more,
        decimalDigits,
        maxExpressionLength);
  }

  public JsonataOptions withDecimalDigits(int value) {
    return new JsonataOptions(
        numbers,
        clock,
        timeout,
        maxDepth,
        maxResultItems,
        functions,
        removed,
        value,
        maxExpressionLength);
  }
}

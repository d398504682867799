package dev.sluice.asl.path;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A compiled JSONPath as Step Functions reads it: json-path 2.0.0's syntax, results and wording.
 * Immutable and thread-safe.
 *
 * <p>That dialect has names, unions, wildcards, indexes, slices, deep scans and filters with {@code
 * == != < <= > >= =~ && || !}; it has no functions and no {@code in}, {@code nin}, {@code size} or
 * {@code empty}, which came with later releases. Parentheses inside a filter do not group, and a
 * double-quoted text is compared with its quotes.
 */
public final class JsonPath {
  private final List<PathToken> tokens;
  private final boolean definite;

  private JsonPath(List<PathToken> tokens) {
    this.tokens = List.copyOf(tokens);
    this.definite = tokens.stream().allMatch(PathToken::isDefinite);
  }

  /**
   * Compiles a path that starts with {@code $}; as in json-path {@code @} stands for it too, and is
   * supplied where missing.
   *
   * @throws InvalidPathException where the text is no path
   */
  public static JsonPath compile(String path) {
    return compile(path, 0);
  }

  static JsonPath compile(String path, int nesting) {
    return new JsonPath(PathCompiler.compile(path, nesting));
  }

  /** Whether the path leads to one node at most, so that {@link #read} returns it bare. */
  public boolean isDefinite() {
    return definite;
  }

  /**
   * What the path selects: the node of a definite path, an array of all nodes of an indefinite one.
   * Nodes are those of the document, not copies.
   *
   * <p>An indefinite path under a missing property selects nothing, without an error (json-path
   * 2.0.0 and AWS; later releases throw).
   *
   * @throws PathNotFoundException where the document has no such node
   * @throws InvalidPathException where a step meets a value of the wrong kind, a filter compares
   *     text that is no number with a number, or the search exceeds its budget
   */
  public JsonNode read(JsonNode root) {
    List<JsonNode> found = evaluate(root, root, false, new Budget());
    if (!definite) {
      return JsonNodeFactory.instance.arrayNode().addAll(found);
    }
    return found.getFirst();
  }

  /** The one node of a definite path, for the comparisons of a filter. */
  JsonNode readOne(JsonNode item, JsonNode root, boolean requireProperties, Budget budget) {
    return evaluate(item, root, requireProperties, budget).getFirst();
  }

  private List<JsonNode> evaluate(
      JsonNode item, JsonNode root, boolean requireProperties, Budget budget) {
    Evaluation evaluation = new Evaluation(tokens, root, requireProperties, budget);
    List<JsonNode> found = evaluation.run(item);
    if (definite && found.isEmpty()) {
      throw new PathNotFoundException("No results for path: " + this);
    }
    return found;
  }

  List<PathToken> tokens() {
    return tokens;
  }

  /** The path in its normal form, {@code $['a'][0]}, as messages spell it. */
  @Override
  public String toString() {
    return Evaluation.fragments(tokens, 0);
  }
}

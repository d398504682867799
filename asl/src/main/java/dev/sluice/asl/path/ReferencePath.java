package dev.sluice.asl.path;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path that names one node, so that a value can be put there (States Language, "Reference
 * Paths"): names and indexes only, without {@code @ , : ? *}, deep scans or slices. Immutable and
 * thread-safe.
 */
public final class ReferencePath {
  private final JsonPath path;
  private final List<PathToken> steps;

  private ReferencePath(JsonPath path) {
    this.path = path;
    this.steps = path.tokens().subList(1, path.tokens().size());
  }

  /**
   * Compiles a path that starts with {@code $}.
   *
   * @throws InvalidPathException where the text is no path
   * @throws ReferencePathException where it is a path but no reference path
   */
  public static ReferencePath compile(String text) {
    if (!text.startsWith("$")) {
      throw new ReferencePathException("Reference path must begin with '$': " + text);
    }
    if (operator(text)) {
      throw new ReferencePathException("Value is not a Reference Path: " + text);
    }
    JsonPath path = JsonPath.compile(text);
    for (PathToken token : path.tokens().subList(1, path.tokens().size())) {
      boolean reference =
          switch (token) {
            case PathToken.Property(List<String> names) -> names.size() == 1;
            case PathToken.Positions(PathToken.Selection selection, List<Integer> numbers) ->
                selection == PathToken.Selection.SINGLE && numbers.getFirst() >= 0;
            case PathToken.Root ignored -> false;
            case PathToken.Wildcard ignored -> false;
            case PathToken.Scan ignored -> false;
            case PathToken.Predicate ignored -> false;
          };
      if (!reference) {
        throw new ReferencePathException("Value is not a Reference Path: " + text);
      }
    }
    return new ReferencePath(path);
  }

  private static boolean operator(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && "@,:?*".indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The node the path names.
   *
   * @throws PathNotFoundException where there is none
   */
  public JsonNode read(JsonNode root) {
    return path.read(root);
  }

  /**
   * A copy of the tree with the value at this path; missing objects are made, array elements must
   * exist. Untouched subtrees are shared with the tree that was given.
   *
   * @throws ReferencePathException where the path leads through something that is neither an object
   *     nor, for an index, an array with that element (States.ResultPathMatchFailure)
   */
  public JsonNode set(JsonNode root, JsonNode value) {
    List<JsonNode> parents = new ArrayList<>();
    @Nullable JsonNode node = root;
    for (PathToken step : steps) {
      JsonNode parent = node == null ? JsonNodeFactory.instance.objectNode() : node;
      parents.add(parent);
      node = child(parent, step);
    }
    JsonNode result = value;
    for (int i = steps.size() - 1; i >= 0; i--) {
      result = with(parents.get(i), steps.get(i), result);
    }
    return result;
  }

  private static @Nullable JsonNode child(JsonNode parent, PathToken step) {
    if (step instanceof PathToken.Property(List<String> names) && parent.isObject()) {
      return parent.get(names.getFirst());
    }
    if (step instanceof PathToken.Positions positions
        && parent.isArray()
        && positions.numbers().getFirst() < parent.size()) {
      return parent.get(positions.numbers().getFirst());
    }
    throw new ReferencePathException(
        "Unable to apply step \"%s\" to input %s".formatted(name(step), parent));
  }

  private static JsonNode with(JsonNode parent, PathToken step, JsonNode value) {
    if (step instanceof PathToken.Positions positions) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode(parent.size());
      parent.forEach(copy::add);
      copy.set(positions.numbers().getFirst(), value);
      return copy;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll((ObjectNode) parent);
    copy.set(name(step), value);
    return copy;
  }

  private static String name(PathToken step) {
    return step instanceof PathToken.Property(List<String> names)
        ? names.getFirst()
        : step.fragment();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

package dev.sluice.asl.model;

import dev.sluice.asl.path.ReferencePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a result goes in the raw input. */
public final class ResultPath {

  /** The result replaces the input. */
  public static final ResultPath ROOT = new ResultPath("$");

  private final String text;
  private volatile @Nullable ReferencePath path;

  public ResultPath(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public boolean isRoot() {
    return text.equals("$");
  }

  /** Throws InvalidPathException or whatever ReferencePath says where the input has no place. */
  public JsonNode set(JsonNode input, JsonNode result) {
    if (isRoot()) {
      return result;
    }
    ReferencePath compiled = path;
    if (compiled == null) {
      compiled = ReferencePath.compile(text);
      path = compiled;
    }
    return compiled.set(input, result);
  }
}

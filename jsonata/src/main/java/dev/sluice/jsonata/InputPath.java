package dev.sluice.jsonata;

import java.util.List;

/**
 * Names that an expression looks up one in the other, from the root of its input on. Arrays on the
 * way are gone through, as the language does.
 */
public record InputPath(List<Step> steps) {

  /**
   * One name.
   *
   * @param position characters from the start of the expression to the end of the name, as {@link
   *     JsonataException#position} counts
   */
  public record Step(String name, int position) {

    /** Index of its first character in the expression. */
    public int start(String expression) {
      return JsonataException.start(expression, position, name);
    }
  }

  public InputPath {
    steps = List.copyOf(steps);
  }

  /** The names with dots between them. */
  @Override
  public String toString() {
    return String.join(".", steps.stream().map(Step::name).toList());
  }
}

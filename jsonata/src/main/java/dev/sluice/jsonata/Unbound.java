package dev.sluice.jsonata;

/**
 * A name with a dollar sign that an expression uses and nothing gives: no assignment, parameter,
 * position or context anywhere in it, no function. It is nothing, and calling it fails.
 *
 * @param name without the dollar sign
 * @param called whether it is called; a built-in function's name that is called without its dollar
 *     sign is told here too
 * @param position characters from the start of the expression to the end of the name, as {@link
 *     JsonataException#position} counts
 */
public record Unbound(String name, boolean called, int position) {

  /** Index of its first character in the expression: the dollar sign where there is one. */
  public int start(String expression) {
    int start = JsonataException.start(expression, position, name);
    return start > 0 && expression.charAt(start - 1) == '$' ? start - 1 : start;
  }
}

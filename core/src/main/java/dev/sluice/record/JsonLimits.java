package dev.sluice.record;

/**
 * How large one JSON document may be before it is refused.
 *
 * @param bytes the whole document, in bytes
 * @param depth objects and arrays inside each other
 * @param tokens names, values and brackets together
 * @param nameLength characters of a property name
 * @param stringLength characters of a string value
 * @param numberLength characters of a number
 * @param magnitude a number other than zero lies within 10^-magnitude and 10^magnitude, and its
 *     written exponent too
 */
public record JsonLimits(
    int bytes,
    int depth,
    int tokens,
    int nameLength,
    int stringLength,
    int numberLength,
    int magnitude) {

  /** What a single record may be. */
  public static final JsonLimits RECORD =
      new JsonLimits(4 << 20, 200, 100_000, 10_000, 1 << 20, 1_000, 400);

  public JsonLimits {
    // The tree is built by recursion, so depth bounds the stack.
    if (depth < 1 || depth > 1_000) {
      throw new IllegalArgumentException("depth must be 1 to 1000, is " + depth);
    }
    if (bytes < 1
        || tokens < 1
        || nameLength < 1
        || stringLength < 1
        || numberLength < 1
        || magnitude < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}

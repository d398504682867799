package dev.sluice.record;

import org.jspecify.annotations.Nullable;

/**
 * Why bytes were refused as JSON. The message holds a position and never any of the bytes.
 *
 * @param code stable: {@code not-json}, {@code duplicate-key}, {@code number-range} or {@code
 *     limit-...}
 * @param limit the limit that was met, where {@code kind} is LIMIT
 * @param line from 1, within the document
 * @param column in bytes from 1, within the line
 * @param what is wrong, without its place
 */
public record JsonProblem(
    Kind kind, String code, @Nullable Limit limit, int line, int column, String what) {

  /** The three reasons. All of them are the sender's to mend. */
  public enum Kind {
    NOT_JSON,
    DUPLICATE_KEY,
    LIMIT
  }

  /** A limit by name, with the highest value it allows. */
  public record Limit(String name, long value) {}

  static JsonProblem notJson(int line, int column, String what) {
    return new JsonProblem(Kind.NOT_JSON, "not-json", null, line, column, what);
  }

  static JsonProblem duplicateKey(int line, int column) {
    return new JsonProblem(
        Kind.DUPLICATE_KEY,
        "duplicate-key",
        null,
        line,
        column,
        "an object has the same name twice");
  }

  static JsonProblem limit(String name, long value, int line, int column, String what) {
    return new JsonProblem(Kind.LIMIT, "limit-" + name, new Limit(name, value), line, column, what);
  }

  static JsonProblem numberRange(int magnitude, int line, int column) {
    return new JsonProblem(
        Kind.LIMIT,
        "number-range",
        new Limit("number-magnitude", magnitude),
        line,
        column,
        "a number is outside 10^-" + magnitude + " to 10^" + magnitude);
  }

  /** What is wrong, and where. */
  public String message() {
    return what + " (line " + line + ", column " + column + ")";
  }

  /**
   * The same problem of the record with this index (from 0), at its place in a body of many.
   *
   * @param start where in the body the record starts
   */
  JsonProblem inBody(long index, Place start) {
    int inLine = line == 1 ? start.column() + column - 1 : column;
    return new JsonProblem(
        kind,
        code,
        limit,
        start.line() + line - 1,
        inLine,
        "record " + index + " of the body: " + what);
  }

  /**
   * A byte of a body.
   *
   * @param line from 1
   * @param column in bytes from 1
   */
  record Place(int line, int column) {}
}

package dev.sluice.record;

import org.jspecify.annotations.Nullable;

/**
 * Why bytes were refused as JSON. The message holds a position and never any of the bytes.
 *
 * @param code stable: {@code not-json}, {@code duplicate-key}, {@code number-range} or {@code
 *     limit-...}
 * @param limit the limit that was met, where {@code kind} is LIMIT
 * @param line from 1, within the document
 * @param column from 1, within the line
 */
public record JsonProblem(
    Kind kind, String code, @Nullable Limit limit, int line, int column, String message) {

  /** The three reasons. All of them are the sender's to mend. */
  public enum Kind {
    NOT_JSON,
    DUPLICATE_KEY,
    LIMIT
  }

  /** A limit by name, with the highest value it allows. */
  public record Limit(String name, long value) {}

  static JsonProblem notJson(int line, int column, String what) {
    return new JsonProblem(Kind.NOT_JSON, "not-json", null, line, column, at(what, line, column));
  }

  static JsonProblem duplicateKey(int line, int column) {
    return new JsonProblem(
        Kind.DUPLICATE_KEY,
        "duplicate-key",
        null,
        line,
        column,
        at("an object has the same name twice", line, column));
  }

  static JsonProblem limit(String name, long value, int line, int column, String what) {
    return new JsonProblem(
        Kind.LIMIT, "limit-" + name, new Limit(name, value), line, column, at(what, line, column));
  }

  static JsonProblem numberRange(int magnitude, int line, int column) {
    return new JsonProblem(
        Kind.LIMIT,
        "number-range",
        new Limit("number-magnitude", magnitude),
        line,
        column,
        at("a number is outside 10^-" + magnitude + " to 10^" + magnitude, line, column));
  }

  /** The same problem found in the record with this index (from 0) of a body of many. */
  JsonProblem inRecord(long index) {
    return new JsonProblem(
        kind, code, limit, line, column, "record " + index + " of the body: " + message);
  }

  private static String at(String what, int line, int column) {
    return what + " (line " + line + ", column " + column + ")";
  }
}

package dev.sluice.file;

import org.jspecify.annotations.Nullable;

/**
 * A file as a whole cannot be taken. The message says why and what to change, and holds none of its
 * values.
 */
public final class FileProblemException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final long line;
  private final transient @Nullable Limit limit;

  /** A limit by name, with the highest value it allows. */
  public record Limit(String name, long value) {}

  /**
   * @param line of the file, from 1; 0 where none is to blame
   */
  public FileProblemException(String code, long line, String message) {
    this(code, line, message, null);
  }

  FileProblemException(String code, long line, String message, @Nullable Limit limit) {
    super(line > 0 ? message + " (line " + line + ")" : message);
    this.code = code;
    this.line = line;
    this.limit = limit;
  }

  static FileProblemException limit(String name, long value, long line, String message) {
    return new FileProblemException(
        "limit-" + name,
        line,
        message + "; the limit is " + value + " " + name.replace('-', ' '),
        new Limit(name, value));
  }

  /** Stable, in kebab case. */
  public String code() {
    return code;
  }

  /** From 1; 0 where no line is to blame. */
  public long line() {
    return line;
  }

  /** The limit that was met, if one was. */
  public @Nullable Limit limit() {
    return limit;
  }
}

package dev.sluice.asl.path;

/**
 * The text is no path, or the path asks something of a value of the wrong kind (an index of an
 * object, a filter of a number), or reading it takes too long.
 */
public final class InvalidPathException extends JsonPathException {
  private static final long serialVersionUID = 1L;

  public InvalidPathException(String message) {
    super(message, true);
  }
}

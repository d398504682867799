package dev.sluice.asl.path;

/** The document has nothing where the path points: {@code No results for path: $['x']}. */
public final class PathNotFoundException extends JsonPathException {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace: wildcards drop these by the thousand. */
  public PathNotFoundException(String message) {
    super(message, false);
  }
}

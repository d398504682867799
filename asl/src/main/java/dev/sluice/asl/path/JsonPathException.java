package dev.sluice.asl.path;

/** A path that cannot be compiled or read; the message is worded as json-path 2.0.0 words it. */
public abstract sealed class JsonPathException extends RuntimeException
    permits InvalidPathException, PathNotFoundException {
  private static final long serialVersionUID = 1L;

  JsonPathException(String message, boolean stackTrace) {
    super(message, null, false, stackTrace);
  }
}

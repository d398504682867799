package dev.sluice.asl.path;

/** A text that is no reference path, or a value that cannot be put where one points. */
public final class ReferencePathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReferencePathException(String message) {
    super(message);
  }
}

package dev.sluice.dataset;

/** A dataset's schema changed in a way that would lose or reinterpret stored data. */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String message) {
    super(message);
  }
}

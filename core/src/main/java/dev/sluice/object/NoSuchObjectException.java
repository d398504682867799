package dev.sluice.object;

/** There is no object under a key that should have one. */
public final class NoSuchObjectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoSuchObjectException() {
    super("there is no such object");
  }
}

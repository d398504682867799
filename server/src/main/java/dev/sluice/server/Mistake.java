package dev.sluice.server;

/** Something the operator can put right; the message is one line that says how. */
public final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Mistake(String message) {
    super(message, null, false, false);
  }
}

package dev.sluice.asl.items;

/** Items that cannot be read; the message is the cause of States.ItemReaderFailed. */
public final class ReadException extends Exception {
  private static final long serialVersionUID = 1L;

  public ReadException(String message) {
    super(message);
  }
}

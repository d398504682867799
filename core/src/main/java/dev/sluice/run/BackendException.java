package dev.sluice.run;

/**
 * A backend failed. Adapters translate into it from codes and types, never from message text.
 *
 * <p>The message is safe to show and to log: it never holds data.
 */
public final class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of fault, which decides what the caller does. */
  public enum Kind {
    /** The backend is away, out of space or shutting down: pause, use up no attempt. */
    UNAVAILABLE,
    /** A passing conflict (deadlock, serialization): try again. */
    TRANSIENT,
    /** The data itself is refused. */
    DATA,
    /** Anything else: a defect, here or there. */
    INTERNAL
  }

  private final Kind kind;

  public BackendException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public BackendException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  public boolean retryable() {
    return kind == Kind.UNAVAILABLE || kind == Kind.TRANSIENT;
  }
}

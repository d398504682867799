package dev.sluice.asl.intrinsic;

/**
 * A text that is no intrinsic invocation, or one that fails on its arguments
 * (States.IntrinsicFailure).
 */
public final class IntrinsicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IntrinsicException(String message) {
    super(message);
  }
}

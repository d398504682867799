package dev.sluice.record;

/** A mapping does not compile, or fails on a record. */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final int position;

  /**
   * @param code JSONata's, such as {@code T2001}, or one of {@code dev.sluice.jsonata}'s own
   * @param position of the first character of the token that failed, from 0, or -1
   * @param message without any of the record
   */
  MappingException(String code, int position, String message) {
    super(message, null, false, false);
    this.code = code;
    this.position = position;
  }

  public String code() {
    return code;
  }

  public int position() {
    return position;
  }
}

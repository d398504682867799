package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;

/**
 * The one failure of this library: JSONata's own code (S0201, T2001, D3030, ...; <a
 * href="https://docs.jsonata.org">docs.jsonata.org</a>), where, and at which token. Codes that
 * JSONata does not have: U1000 the host or this library failed, U1001 too long or too deep (as the
 * official suite's runner reports it), U1002 too large a value, U1003 too large an expression.
 */
public final class JsonataException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String code;
  private final int position;
  private final @Nullable String token;

  public JsonataException(String code, String message, int position, @Nullable String token) {
    this(code, message, position, token, null);
  }

  public JsonataException(
      String code,
      String message,
      int position,
      @Nullable String token,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.position = position;
    this.token = token;
  }

  public String code() {
    return code;
  }

  /**
   * Characters from the start of the expression to the end of the token that failed, or -1 where
   * unknown.
   */
  public int position() {
    return position;
  }

  /**
   * Index of the first character of the token that failed, for showing it, or -1 where unknown.
   *
   * @param expression the text that failed
   */
  public int start(String expression) {
    return start(expression, position, token);
  }

  static int start(String expression, int position, @Nullable String token) {
    if (position < 0) {
      return -1;
    }
    int end = Math.min(position, expression.length());
    while (end > 0 && Character.isWhitespace(expression.charAt(end - 1))) {
      end--;
    }
    // A name or string stands in quotes, which are no part of the token's text.
    for (int quote = 0; token != null && quote <= 1; quote++) {
      int start = end - quote - token.length();
      if (start >= quote && expression.startsWith(token, start) && !token.isEmpty()) {
        return start - quote;
      }
    }
    return Math.max(0, end - 1);
  }

  public @Nullable String token() {
    return token;
  }
}

package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may call. With a token: whoever holds it. Without: this machine alone, and no web page that
 * happens to be open on it.
 */
final class Access {
  private static final String BEARER = "Bearer ";

  private final byte @Nullable [] token;

  /**
   * @param token null where no login is asked for
   */
  Access(@Nullable String token) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Lets the request in and notes its {@link Caller}, or throws a problem. Health is asked by
   * whoever likes.
   */
  void check(HttpServletRequest request) {
    if (!request.getRequestURI().startsWith("/health/")) {
      request.setAttribute(Exchange.CALLER, caller(request));
    }
  }

  private Caller caller(HttpServletRequest request) {
    if (token == null) {
      checkLocal(request);
    } else if (!holdsToken(request, token)) {
      throw Problem.of(
              401,
              "unauthorized",
              "send `Authorization: Bearer` with the content of operator.token in the data folder")
          .asException();
    }
    return new Caller.Operator();
  }

  private static boolean holdsToken(HttpServletRequest request, byte[] token) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return false;
    }
    byte[] sent = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(sent, token);
  }

  /** A page from elsewhere sends its Origin; a rebound name shows in Host. */
  private static void checkLocal(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (!isLoopback(request.getServerName())
        || (origin != null && !origin.equals("http://" + request.getHeader("Host")))) {
      throw Problem.of(
              403, "cross-origin", "without a login only this machine's own requests are answered")
          .asException();
    }
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.startsWith("127.");
  }
}

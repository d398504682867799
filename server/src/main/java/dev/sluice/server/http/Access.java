package dev.sluice.server.http;

import dev.sluice.tenant.Authentication;
import dev.sluice.tenant.KeyRing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, found out before anything else of a request is looked at: whoever holds the operator's
 * token, or an API key. Without a login a request that brings no key is the operator's, if it comes
 * from this machine and from no web page that happens to be open on it.
 */
final class Access {
  static final String API_KEY = "X-API-Key";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private final byte @Nullable [] token;
  private final KeyRing ring;
  private final Throttle throttle;
  private final Cors cors;

  /**
   * @param token null where no login is asked for
   */
  Access(@Nullable String token, KeyRing ring, Throttle throttle, Cors cors) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.US_ASCII);
    this.ring = ring;
    this.throttle = throttle;
    this.cors = cors;
  }

  /** Whether callers must show that they may call. */
  boolean login() {
    return token != null;
  }

  /**
   * Lets the request in and notes its {@link Caller}, or throws a problem. Health and the status
   * page are asked for by whoever likes.
   */
  void check(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getRequestURI();
    if (path.startsWith("/health/") || StatusRoutes.serves(path)) {
      return;
    }
    if (token == null) {
      checkLocal(request);
    }
    String bearer = bearer(request, response);
    String key = key(request, response);
    if (key != null && bearer == null) {
      request.setAttribute(Exchange.CALLER, holder(key, request, response));
    } else if (key == null && (token == null || holds(bearer, token))) {
      request.setAttribute(Exchange.CALLER, new Caller.Operator());
    } else {
      throw refused(response);
    }
  }

  /** The one answer to every credential that does not count, so that it tells nothing. */
  private static ProblemException refused(HttpServletResponse response) {
    response.setHeader("WWW-Authenticate", "Bearer realm=\"sluice\"");
    return Problem.of(
            401,
            "unauthorized",
            "send one credential, once: `X-API-Key` with KEYID.SECRET of a valid key, or"
                + " `Authorization: Bearer` with the content of operator.token in the data folder")
        .asException();
  }

  private static boolean holds(@Nullable String bearer, byte[] token) {
    return bearer != null && MessageDigest.isEqual(bearer.getBytes(StandardCharsets.UTF_8), token);
  }

  private static @Nullable String bearer(HttpServletRequest request, HttpServletResponse response) {
    String header = once(AUTHORIZATION, request, response);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  private static @Nullable String key(HttpServletRequest request, HttpServletResponse response) {
    String key = once(API_KEY, request, response);
    return key == null ? null : key.strip();
  }

  private static @Nullable String once(
      String header, HttpServletRequest request, HttpServletResponse response) {
    if (Exchange.isRepeated(request, header)) {
      request.setAttribute(Exchange.REFUSED, Authentication.Reason.MALFORMED);
      throw refused(response);
    }
    return request.getHeader(header);
  }

  private Caller holder(String key, HttpServletRequest request, HttpServletResponse response) {
    return switch (ring.authenticate(key, request.getRemoteAddr())) {
      case Authentication.Known known -> {
        var caller =
            new Caller.TenantKey(
                known.tenant().id(),
                known.key().id().toString(),
                known.secret(),
                known.key().scopes(),
                request.getRemoteAddr());
        request.setAttribute(Exchange.CALLER, caller);
        throttle.key(known, response);
        yield caller;
      }
      case Authentication.Refused(Authentication.Reason reason) -> {
        request.setAttribute(Exchange.REFUSED, reason);
        throw reason == Authentication.Reason.ADDRESS
            ? Problem.of(403, "address", "this key may not be used from this address").asException()
            : refused(response);
      }
    };
  }

  /** A page from elsewhere sends its Origin; a rebound name shows in Host. */
  private void checkLocal(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    boolean foreign =
        origin != null
            && !origin.equals("http://" + request.getHeader("Host"))
            && !cors.lists(origin);
    if (foreign || !isLoopback(request.getServerName())) {
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

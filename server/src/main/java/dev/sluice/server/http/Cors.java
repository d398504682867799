package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets web pages of listed origins read answers (Fetch standard, CORS protocol); nobody else's, and
 * by default none. No cookies are ever used, so none are allowed.
 */
final class Cors {
  private static final String ANY = "*";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String ASKED_METHOD = "Access-Control-Request-Method";
  private static final String SENT =
      "Authorization, X-API-Key, Content-Type, Content-Encoding, Idempotency-Key, If-Match,"
          + " X-Correlation-Id, Signature, Signature-Input, Content-Digest,"
          + " Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset";
  private static final String READ =
      "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, X-Correlation-Id,"
          + " Idempotent-Replayed, WWW-Authenticate, Content-Disposition, Allow,"
          + " Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Length,"
          + " Upload-Metadata, Upload-Offset";
  private static final String MAX_AGE = "600";

  private final Set<String> origins;

  /**
   * @param origins as browsers send them; {@code *}: any
   */
  Cors(List<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Whether this very origin is listed. */
  boolean lists(String origin) {
    return origins.contains(origin);
  }

  /**
   * Says in the answer who may read it.
   *
   * @return whether the request was a preflight and is answered
   */
  boolean answer(HttpServletRequest request, HttpServletResponse response) {
    if (origins.isEmpty()) {
      return false;
    }
    boolean any = origins.contains(ANY);
    if (!any) {
      response.addHeader("Vary", "Origin");
    }
    @Nullable String origin = request.getHeader("Origin");
    if (origin == null || !(any || lists(origin))) {
      return false;
    }
    response.setHeader(ALLOW_ORIGIN, any ? ANY : origin);
    if (!request.getMethod().equals("OPTIONS") || request.getHeader(ASKED_METHOD) == null) {
      response.setHeader("Access-Control-Expose-Headers", READ);
      return false;
    }
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    response.setHeader("Access-Control-Allow-Headers", SENT);
    response.setHeader("Access-Control-Max-Age", MAX_AGE);
    response.setStatus(204);
    return true;
  }
}

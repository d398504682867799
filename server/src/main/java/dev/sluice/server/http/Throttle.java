package dev.sluice.server.http;

import dev.sluice.imports.ImportType;
import dev.sluice.limit.Rate;
import dev.sluice.limit.RateLimiter;
import dev.sluice.tenant.Authentication;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests against the limits of their key, their tenant, and their feed or import, in this
 * order, and says in every answer what is left (draft-ietf-httpapi-ratelimit-headers-10). A request
 * counts once, however many records it brings.
 */
final class Throttle {
  private static final String POLICY = "RateLimit-Policy";
  private static final String LIMIT = "RateLimit";

  private final RateLimiter limiter;
  private final Map<String, Rate> feeds;

  Throttle(RateLimiter limiter, Map<String, Rate> feeds) {
    this.limiter = limiter;
    this.feeds = feeds;
  }

  /** Throws problem 429. */
  void key(Authentication.Known known, HttpServletResponse response) {
    take(response, "key", "key " + known.key().id(), known.key().rateLimit());
    take(response, "tenant", "tenant " + known.tenant().id(), known.tenant().rateLimit());
  }

  /** Throws problem 429. */
  void feed(String feed, HttpServletResponse response) {
    take(response, "feed", "feed " + feed, feeds.get(feed));
  }

  /** One tenant's uploads of one type. Throws problem 429. */
  void upload(ImportType type, String tenant, HttpServletResponse response) {
    take(response, "import", "import " + type.name() + " " + tenant, type.rateLimit());
  }

  private void take(
      HttpServletResponse response, String name, String subject, @Nullable Rate rate) {
    if (rate == null) {
      return;
    }
    RateLimiter.Verdict verdict = limiter.take(subject, rate);
    long window = rate.per().toSeconds();
    // Rounded up: whoever waits so long is not sent away again.
    long wait = verdict.untilMore().plusNanos(999_999_999).toSeconds();
    append(response, POLICY, "\"" + name + "\";q=" + rate.permits() + ";w=" + window);
    append(response, LIMIT, "\"" + name + "\";r=" + verdict.remaining() + ";t=" + wait);
    if (!verdict.taken()) {
      response.setHeader("Retry-After", Long.toString(Math.max(1, wait)));
      String limit = rate.permits() + " requests in " + window + " s";
      Problem problem =
          Problem.of(429, "rate-limited", "over the limit of this " + name + ": " + limit)
              .with("limit", Body.limit(name, rate.permits()));
      throw problem.thatMaySucceedLater().asException();
    }
  }

  private static void append(HttpServletResponse response, String header, String item) {
    String before = response.getHeader(header);
    response.setHeader(header, before == null ? item : before + ", " + item);
  }
}

package dev.sluice.server.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * HEAD is GET without content (RFC 9110 section 9.3.2): the same handler answers it, so that it
 * needs the same rights and finds the same things, and Jetty leaves the content out. Otherwise
 * Javalin says 200 to HEAD wherever there is a route for GET, without asking it.
 */
final class HeadRoutes {
  private HeadRoutes() {}

  /** To be called when all other routes were added. */
  static void add(JavalinConfig config) {
    List<Endpoint> all =
        config.unsafe.internalRouter.allHttpHandlers().stream()
            .map((ParsedEndpoint one) -> one.endpoint)
            .toList();
    Set<String> own =
        all.stream()
            .filter(one -> one.method.equals(HandlerType.HEAD))
            .map(one -> one.path)
            .collect(Collectors.toSet());
    all.stream()
        .filter(one -> one.method.equals(HandlerType.GET) && !own.contains(one.path))
        .map(one -> new Endpoint(HandlerType.HEAD, one.path, one.handler))
        .forEach(config.routes::addEndpoint);
  }
}

package dev.sluice.server.http;

import dev.sluice.run.Books;
import dev.sluice.run.RunKind;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters of this process, as Prometheus reads them. */
final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  Meters(Ports ports) {
    Gauge.builder("sluice.database.connections", ports.connections()::getAsInt)
        .description("open connections to the database")
        .register(registry);
    for (RunKind kind : RunKind.values()) {
      Gauge.builder("sluice.queue.depth", () -> depth(ports, kind))
          .tag("queue", kind.label())
          .description("batches that wait for a worker")
          .register(registry);
    }
  }

  private static long depth(Ports ports, RunKind kind) {
    return ports.queues().get().stream()
        .filter(queue -> queue.kind() == kind)
        .mapToLong(Books.Queue::depth)
        .sum();
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** How long a request took, by route; requests to no route count together. */
  void note(Context context) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    String route = matched == null ? "none" : matched.path;
    context.req().setAttribute(Exchange.ROUTE, route);
    if (context.req().getAttribute(Exchange.STARTED) instanceof Long started) {
      String method = context.req().getMethod();
      timers
          .computeIfAbsent(method + " " + route, unused -> timer(method, route))
          .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
  }

  private Timer timer(String method, String route) {
    return Timer.builder("sluice.api.latency")
        .description("from the first byte of a request to its answer")
        .tag("method", method)
        .tag("route", route)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2))
        .register(registry);
  }
}

package dev.sluice.server.http;

import dev.sluice.run.Books;
import dev.sluice.run.RunKind;
import dev.sluice.server.telemetry.Buckets;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Requests by route, and the queues. */
final class Meters {
  private final MeterRegistry registry;
  private final Map<Key, Request> requests = new ConcurrentHashMap<>();

  private record Key(String method, String route, int status) {}

  private record Request(Counter count, Timer latency) {}

  Meters(Ports ports) {
    this.registry = ports.telemetry().registry();
    queue(ports, "sluice.queue.depth", "batches that wait for a worker", Books.Queue::depth);
    queue(ports, "sluice.queue.in.flight", "batches workers have", Books.Queue::inFlight);
    queue(ports, "sluice.queue.dead", "batches dead and not resolved", Books.Queue::dead);
    queue(ports, "sluice.queue.paused", "1: stopped by an operator", one -> one.paused() ? 1 : 0);
    queue(
        ports,
        "sluice.queue.oldest.seconds",
        "how long the oldest batch that is ready waits",
        one -> age(ports, one));
  }

  private static double age(Ports ports, Books.Queue queue) {
    return queue.oldest() == null
        ? 0
        : Math.max(0, Duration.between(queue.oldest(), ports.clock().instant()).toMillis() / 1e3);
  }

  private void queue(
      Ports ports, String name, String description, ToDoubleFunction<Books.Queue> value) {
    for (RunKind kind : RunKind.values()) {
      Gauge.builder(
              name,
              () ->
                  ports.queues().get().stream()
                      .filter(queue -> queue.kind() == kind)
                      .mapToDouble(value)
                      .sum())
          .tag("queue", kind.label())
          .description(description)
          .register(registry);
    }
  }

  /** The route a request took; requests to no route count together. */
  static String route(Context context) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    return matched == null ? "none" : matched.path;
  }

  void note(Context context, long nanos) {
    Key key = new Key(context.req().getMethod(), route(context), context.res().getStatus());
    Request request = requests.computeIfAbsent(key, this::register);
    request.count().increment();
    request.latency().record(nanos, TimeUnit.NANOSECONDS);
  }

  private Request register(Key key) {
    Counter count =
        Counter.builder("sluice.api.requests")
            .description("requests answered")
            .tag("method", key.method())
            .tag("route", key.route())
            .tag("status", Integer.toString(key.status()))
            .register(registry);
    Timer latency =
        Buckets.latency("sluice.api.latency", "from the first byte of a request to its answer")
            .tag("method", key.method())
            .tag("route", key.route())
            .register(registry);
    return new Request(count, latency);
  }
}

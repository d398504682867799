package dev.sluice.server.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Takes traces as an OpenTelemetry collector does: OTLP, protobuf over HTTP. */
public final class Collector implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /**
   * A span as it arrived.
   *
   * @param parent empty where the trace begins with it
   * @param links traces and spans, as {@code TRACE/SPAN}
   */
  public record Span(
      String trace,
      String id,
      String parent,
      String name,
      long start,
      long end,
      Map<String, String> attributes,
      List<String> links,
      boolean failed,
      String pid) {}

  private Collector(HttpServer server) {
    this.server = server;
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  public static Collector start() throws IOException {
    return new Collector(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Proto request = new Proto(exchange.getRequestBody().readAllBytes());
      for (Proto resource : request.messages(1)) {
        String pid = attributes(resource.messages(1).getFirst(), 1).getOrDefault("process.pid", "");
        for (Proto scope : resource.messages(2)) {
          scope.messages(2).forEach(span -> spans.add(span(span, pid)));
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Span span(Proto span, String pid) {
    return new Span(
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        span.text(5),
        span.number(7),
        span.number(8),
        attributes(span, 9),
        span.messages(13).stream().map(link -> hex(link, 1) + "/" + hex(link, 2)).toList(),
        span.messages(15).stream().anyMatch(status -> status.number(3) == 2),
        pid);
  }

  private static String hex(Proto message, int field) {
    return HexFormat.of().formatHex(message.raw(field));
  }

  private static Map<String, String> attributes(Proto message, int field) {
    Map<String, String> attributes = new TreeMap<>();
    for (Proto pair : message.messages(field)) {
      Proto value = pair.messages(2).getFirst();
      attributes.put(pair.text(1), value.has(3) ? "" + value.number(3) : value.text(1));
    }
    return attributes;
  }

  public List<Span> spans(Predicate<Span> which) {
    return spans.stream().filter(which).toList();
  }

  /** The first such span, as soon as it is there. */
  public Span await(Predicate<Span> which) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      List<Span> found = spans(which);
      if (!found.isEmpty()) {
        return found.getFirst();
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("no such span arrived; there are " + spans);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.sluice.server.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches one import by server-sent events, and comes back whenever the server does. */
final class Watcher implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Supplier<URI> server;
  private final String id;
  private final List<JsonNode> seen = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Thread thread;
  private volatile boolean closed;

  Watcher(Supplier<URI> server, String id) {
    this.server = server;
    this.id = id;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(server.get().resolve("/api/live?topics=imports/" + id))
                .header("Accept", "text/event-stream")
                .build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
          lines.filter(line -> line.startsWith("data:")).forEach(this::note);
        }
      } catch (IOException | java.io.UncheckedIOException e) {
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void note(String line) {
    JsonNode data = JSON.readTree(line.substring("data:".length())).path("data");
    if (data.isObject()) {
      seen.add(data);
    }
  }

  /** States in the order they came. */
  synchronized List<JsonNode> seen() {
    return List.copyOf(seen);
  }

  long finals() {
    return seen().stream().filter(Watcher::isFinal).count();
  }

  static boolean isFinal(JsonNode one) {
    return !one.path("finishedAt").isNull() && !one.path("finishedAt").isMissingNode();
  }

  @Override
  public void close() {
    closed = true;
    http.shutdownNow();
    thread.interrupt();
  }
}

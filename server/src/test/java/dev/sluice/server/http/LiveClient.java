package dev.sluice.server.http;

import dev.sluice.server.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A live WebSocket as a browser has it. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;
  private volatile int closed;

  LiveClient(TestServer server, String query, String... headers) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    String url = server.url().replace("http:", "ws:") + "/api/live" + query;
    this.socket = builder.buildAsync(URI.create(url), this).join();
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  /** As {@link #send}, where the server may hang up before it has read it all. */
  void sendWhatMayBeRefused(String text) {
    socket.sendText(text, true).handle((sent, refused) -> sent).join();
  }

  /** The next message. */
  JsonNode next() throws InterruptedException {
    JsonNode next = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message came");
    }
    return next;
  }

  /** The next message like this; others are thrown away. */
  JsonNode next(Predicate<JsonNode> like) throws InterruptedException {
    JsonNode next = next();
    while (!like.test(next)) {
      next = next();
    }
    return next;
  }

  /** Waits for the end and gives its code. */
  int awaitClose() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (closed == 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    return closed;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      messages.add(TestServer.JSON.readTree(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = code;
    return null;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}

package dev.sluice.server.http;

import dev.sluice.server.TestServer;
import dev.sluice.server.contract.Answered;
import dev.sluice.server.contract.Contract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Server-sent events as a browser reads them. */
final class EventSource implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final HttpResponse<InputStream> response;
  private final Thread reader;

  /**
   * @param id empty where it has none
   */
  record Event(String type, String id, JsonNode data) {}

  EventSource(TestServer server, String query, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/live" + query))
            .header("Accept", "text/event-stream");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    response = http.send(request.build(), BodyHandlers.ofInputStream());
    byte[] body = response.statusCode() == 200 ? new byte[0] : response.body().readAllBytes();
    Contract.hold(
        new Answered(
            "GET",
            response.uri(),
            response.statusCode(),
            name -> response.headers().firstValue(name),
            body));
    reader = Thread.ofVirtual().start(this::read);
  }

  int status() {
    return response.statusCode();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String type = "message";
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(type, id, TestServer.JSON.readTree(line.substring(6))));
        } else if (line.isEmpty()) {
          type = "message";
          id = "";
        }
      }
      events.add(new Event("end", "", TestServer.JSON.createObjectNode()));
    } catch (IOException e) {
      events.add(new Event("broken", "", TestServer.JSON.createObjectNode()));
    }
  }

  Event next() throws InterruptedException {
    Event next = events.poll(LiveClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no event came");
    }
    return next;
  }

  @Override
  public void close() throws Exception {
    response.body().close();
    reader.join();
    http.shutdownNow();
  }
}

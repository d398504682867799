package dev.sluice.server.crash;

import dev.sluice.server.contract.Answered;
import dev.sluice.server.contract.Contract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A partner who sends again whatever was not answered. */
final class Sender {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Supplier<URI> server;

  Sender(Supplier<URI> server) {
    this.server = server;
  }

  /** A verdict: anything but 503 and silence. */
  HttpResponse<String> send(String path, String body, String... headers)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        HttpResponse<String> response = sendOnce(path, body, headers);
        if (response.statusCode() != 503) {
          return response;
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("no answer within " + PATIENCE, e);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("still 503 after " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  HttpResponse<String> sendOnce(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.get().resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return held(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.get().resolve(path)).timeout(Duration.ofSeconds(10)).build();
    return held(client.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  private static HttpResponse<String> held(HttpResponse<String> response) {
    Contract.hold(
        new Answered(
            response.request().method(),
            response.uri(),
            response.statusCode(),
            name -> response.headers().firstValue(name),
            response.body().getBytes(StandardCharsets.UTF_8)));
    return response;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = fetch(path);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + response.statusCode() + response.body());
    }
    return JSON.readTree(response.body());
  }
}

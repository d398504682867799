package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import dev.sluice.server.Secrets;
import dev.sluice.tenant.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How client commands reach a server. */
final class Client {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  static final String TRYING_AGAIN = "; trying again for up to 3 minutes";

  private static final int TRIES = 40;
  private static final long LONGEST_WAIT = 5_000;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "SLUICE_URL, or http://127.0.0.1:8080, unless given.")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "file:PATH, env:NAME or the key itself: the operator's token, or an API key KEYID.SECRET;"
              + " SLUICE_KEY unless given.")
  private @Nullable String key;

  /** Made when it is first needed: every command has a client, and few of them call anybody. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * An answer.
   *
   * @param body null where it is not JSON
   * @param retryAfterSeconds what the server asks to wait, 0 where it does not say
   */
  record Answer(int status, @Nullable JsonNode body, long retryAfterSeconds) {

    /** What went wrong, in a line. */
    String problem() {
      String detail = body == null ? "" : body.path("detail").asString("");
      return "HTTP " + status + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  String base() {
    String base = url == null ? System.getenv("SLUICE_URL") : url;
    base = base == null ? "http://127.0.0.1:8080" : base;
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  Answer post(String path, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  /** Any other method, with the answer as it is. */
  HttpResponse<byte[]> exchange(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).method(method, body);
    headers.forEach(request::header);
    return checked(Http.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
  }

  /** Writes an answer's body to a file. */
  void download(String path, Path into) throws IOException, InterruptedException {
    HttpResponse<?> answer =
        Http.CLIENT.send(
            request(path).GET().build(),
            info ->
                info.statusCode() == 200
                    ? HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodyHandlers.ofFile(into).apply(info), file -> true)
                    : HttpResponse.BodySubscribers.replacing(false));
    if (checked(answer).statusCode() != 200) {
      throw new Mistake("there is nothing to download, HTTP " + answer.statusCode());
    }
  }

  /** A call that may be repeated. */
  @FunctionalInterface
  interface Call {
    Answer make() throws IOException, InterruptedException;
  }

  /** The body of a good answer; tries again while the server is away or busy. */
  JsonNode patiently(Call call) throws InterruptedException {
    String last = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long wait = Math.min(LONGEST_WAIT, 100L << Math.min(attempt, 10));
      try {
        Answer answer = call.make();
        JsonNode body = answer.body();
        if (answer.status() < 300 && body != null) {
          return body;
        }
        if (answer.status() != 429 && answer.status() < 500) {
          throw new Mistake("the server refuses it, " + answer.problem());
        }
        last = answer.problem();
        wait = Math.max(wait, TimeUnit.SECONDS.toMillis(answer.retryAfterSeconds()));
      } catch (IOException e) {
        last = "no server answers at " + base() + ", check --url";
      }
      if (attempt == 0) {
        System.err.println("sluice: " + last + TRYING_AGAIN);
      }
      TimeUnit.MILLISECONDS.sleep(wait);
    }
    throw new Mistake("gave up after " + TRIES + " tries, " + last);
  }

  private HttpRequest.Builder request(String path) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base() + path)).timeout(ANSWER);
      login(request);
      return request;
    } catch (IllegalArgumentException e) {
      throw new Mistake("--url must look like http://127.0.0.1:8080, is " + base());
    }
  }

  /** An API key as such, anything else as the operator's token. */
  private void login(HttpRequest.Builder request) {
    String given = key == null ? System.getenv("SLUICE_KEY") : key;
    if (given == null) {
      return;
    }
    boolean reference = given.startsWith("file:") || given.startsWith("env:");
    String secret = reference ? Secrets.resolve("--key", given) : given.strip();
    if (!secret.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new Mistake("--key must be one line of printable characters");
    }
    if (Credential.parse(secret).isPresent()) {
      request.header("X-API-Key", secret);
    } else {
      request.header("Authorization", "Bearer " + secret);
    }
  }

  /**
   * The answer's body, if all went well; a {@link Mistake} that says what is wrong if not.
   *
   * @param body null: none is sent
   */
  @Nullable JsonNode ask(String method, String path, @Nullable JsonNode body)
      throws InterruptedException {
    try {
      HttpRequest.Builder request = request(path);
      request.method(
          method,
          body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
      Answer answer = send(request.header("Content-Type", "application/json").build());
      if (answer.status() >= 300) {
        throw new Mistake(answer.problem());
      }
      return answer.body();
    } catch (IOException e) {
      throw new Mistake("no server answers at " + base() + ": check --url");
    }
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        checked(Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    return new Answer(response.statusCode(), json(response), retryAfter(response));
  }

  private static <T> HttpResponse<T> checked(HttpResponse<T> response) {
    if (response.statusCode() == 401) {
      throw new Mistake(
          "the server does not know this login: give --key file:DIR/operator.token, or a valid API"
              + " key KEYID.SECRET");
    }
    return response;
  }

  private static @Nullable JsonNode json(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    return type.contains("json") ? new JsonMapper().readTree(response.body()) : null;
  }

  private static long retryAfter(HttpResponse<byte[]> response) {
    String text = response.headers().firstValue("Retry-After").orElse("0");
    return text.matches("\\d{1,4}") ? Long.parseLong(text) : 0;
  }
}

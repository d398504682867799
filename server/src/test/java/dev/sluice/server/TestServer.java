package dev.sluice.server;

import dev.sluice.postgres.TestDatabase;
import dev.sluice.server.contract.Answered;
import dev.sluice.server.contract.Contract;
import dev.sluice.testing.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server in this JVM on a database of its own, with the NexusStream example. Every answer is held
 * against the contract.
 */
public final class TestServer implements AutoCloseable {
  /** Exact, as the answers are. */
  public static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final TestDatabase database;
  private final Path data;
  private final Path definitions;
  private final boolean login;
  private final boolean owner;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Sluice sluice;

  private TestServer(
      TestDatabase database, Path data, Path definitions, boolean login, boolean owner) {
    this.owner = owner;
    this.database = database;
    this.data = data;
    this.definitions = definitions;
    this.login = login;
    this.sluice = Sluice.start(config());
  }

  /** Without a login. */
  public static TestServer start() {
    return start(false, "");
  }

  public static TestServer start(boolean login, String moreDefinitions) {
    try {
      Path data = TestFolders.create("server");
      Path definitions = Files.createDirectory(data.resolve("own"));
      Path examples = Path.of(System.getProperty("sluice.root", ".."), "examples", "nexusstream");
      for (String file : new String[] {"orders.yaml", "partner-a.yaml", "partner-b.yaml"}) {
        Files.copy(examples.resolve(file), definitions.resolve(file));
      }
      Files.writeString(definitions.resolve("more.yaml"), moreDefinitions);
      return new TestServer(TestDatabase.database(), data, definitions, login, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Config config() {
    return new Config(
        data,
        new Config.Listen("127.0.0.1", 0, login, List.of(), false),
        definitions,
        Set.of(Config.Role.values()),
        new Backends.Postgres(database.jdbcUrl(), database.user(), database.password()));
  }

  /** Another process over the same data, in this JVM. To be closed before this one. */
  public TestServer twin() {
    return new TestServer(database, data, definitions, login, false);
  }

  /** Stops it and starts it again over the same data. */
  public void restart() {
    sluice.close();
    sluice = Sluice.start(config());
  }

  public TestDatabase database() {
    return database;
  }

  public String url() {
    return sluice.url();
  }

  public Path data() {
    return data;
  }

  /** An answer. */
  public record Reply(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String code() {
      return json().path("code").asString("");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Reply get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  public Reply post(String path, String body, String... headers) {
    return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Reply post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)));
  }

  public Reply put(String path, String body, String... headers) {
    return send(request(path, headers).PUT(BodyPublishers.ofString(body)));
  }

  public Reply delete(String path, String body, String... headers) {
    return send(request(path, headers).method("DELETE", BodyPublishers.ofString(body)));
  }

  public Reply send(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  /** Asks again and again until it is so. */
  public void await(BooleanSupplier so) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it never came about");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  public Reply send(String method, String path, String body, String... headers) {
    return send(request(path, headers).method(method, BodyPublishers.ofString(body)));
  }

  /** As the operator logs in. */
  public String[] operator() {
    try {
      String token = Files.readString(data.resolve("operator.token")).strip();
      return new String[] {"Authorization", "Bearer " + token};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A second server over the same database and data, as a process of its own would be. */
  public Sluice another() {
    return Sluice.start(config());
  }

  /** Hears no more than the head of an answer that does not end. */
  public void open(String path, String... headers) {
    try {
      var response = http.send(request(path, headers).build(), BodyHandlers.ofInputStream());
      response.body().close();
      Contract.hold(
          new Answered(
              "GET",
              response.uri(),
              response.statusCode(),
              name -> response.headers().firstValue(name),
              new byte[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      Reply reply = new Reply(http.send(request.build(), BodyHandlers.ofByteArray()));
      Contract.hold(Answered.of(reply.response()));
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    sluice.close();
    http.shutdownNow();
    if (owner) {
      database.close();
      TestFolders.delete(data);
    }
  }

  /** One of PARTNER_A's orders. */
  public static String order(String id, int quantity) {
    return """
    {"orderId":"%s","sequence":42,"sku":"SKU-ABC123","customerId":"CUST-001","quantity":%d,\
    "unitPrice":29.99,"taxRate":0.08,"orderedAt":"2024-01-15T10:30:00.000Z"}\
    """
        .formatted(id, quantity);
  }
}

package dev.sluice.server.http;

import dev.sluice.deadletter.Desk;
import dev.sluice.file.FileLimits;
import dev.sluice.file.Intake;
import dev.sluice.imports.ImportQueue;
import dev.sluice.imports.Imports;
import dev.sluice.imports.Progression;
import dev.sluice.imports.RejectedBytes;
import dev.sluice.imports.ResumableUploads;
import dev.sluice.limit.SlidingWindows;
import dev.sluice.live.Live;
import dev.sluice.live.LocalBroadcast;
import dev.sluice.live.Tickets;
import dev.sluice.server.contract.Answered;
import dev.sluice.server.contract.Contract;
import dev.sluice.server.telemetry.Telemetry;
import dev.sluice.server.telemetry.Traces;
import dev.sluice.tenant.KeyRing;
import dev.sluice.testing.ImportStores;
import dev.sluice.testing.InMemoryObjectStore;
import dev.sluice.testing.InMemoryStores;
import dev.sluice.testing.Samples;
import dev.sluice.testing.SettableClock;
import dev.sluice.testing.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The HTTP server over memory, on a clock that the test moves. */
final class ControlledServer implements AutoCloseable {
  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  final Stores stores = InMemoryStores.create(clock);

  /** Why nothing is taken right now, as the test sets it. */
  volatile Optional<Pressure.Reason> refusal = Optional.empty();

  /** What happens whenever a ticket is asked for, as the test sets it. */
  volatile Runnable fault = () -> {};

  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ControlledServer(String... corsOrigins) {
    Tenancy tenancy =
        new Tenancy(
            stores.tenants(),
            new KeyRing(stores.tenants(), clock, clock::nanos),
            new SlidingWindows(clock::nanos),
            Map.of(),
            new Random(1));
    Desk desk =
        new Desk(
            stores.replays(),
            (tenant, kind, name) -> Optional.empty(),
            stores.datasets(),
            Samples::id);
    LocalBroadcast broadcast = new LocalBroadcast(clock);
    Readiness readiness = new Readiness(() -> true);
    Ports ports =
        new Ports(
            Map.of(),
            Map.of(),
            Map.of(),
            stores.datasets(),
            stores.batches(),
            stores.books(),
            stores.letters(),
            desk,
            stores.answers(),
            tenancy,
            queued -> refusal,
            readiness,
            stores.senders(),
            new Watching(
                new Live(List.of(), broadcast, Live.Options.DEFAULT), broadcast, tickets()),
            imports(broadcast),
            List::of,
            new Telemetry("test", Traces.NONE, clock),
            Samples::id,
            clock);
    this.server =
        HttpServer.start(
            new HttpServer.Options("127.0.0.1", 0, "token", List.of(corsOrigins), true),
            ports,
            new Cursors(new byte[32]));
  }

  private Tickets tickets() {
    Tickets kept = stores.tickets();
    return new Tickets() {
      @Override
      public void issue(byte[] hash, String holder, Duration good) {
        fault.run();
        kept.issue(hash, holder, good);
      }

      @Override
      public Optional<String> spend(byte[] hash) {
        return kept.spend(hash);
      }

      @Override
      public int purge(int limit) {
        return kept.purge(limit);
      }
    };
  }

  private ImportPorts imports(LocalBroadcast broadcast) {
    ImportStores ports = stores.imports();
    var objects = new InMemoryObjectStore();
    var room = new ImportQueue.Room(1, Map.of());
    var progression = new Progression(ports.queue(), broadcast, room, Duration.ofSeconds(30));
    var intake = new Intake(objects, FileLimits.DEFAULT, Path.of("scratch"));
    var imports =
        new Imports(ports.store(), ports.uploads(), objects, intake, progression, Samples::id);
    var resumable =
        new ResumableUploads(
            ports.store(), ports.uploads(), objects, imports, name -> null, Samples::id);
    return new ImportPorts(
        Map.of(),
        imports,
        resumable,
        ports.store(),
        ports.rejected(),
        new RejectedBytes(objects),
        ports.undos(),
        Samples::id);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (!method.equals("OPTIONS")) {
      Contract.hold(
          new Answered(
              method,
              response.uri(),
              response.statusCode(),
              name -> response.headers().firstValue(name),
              response.body().getBytes(StandardCharsets.UTF_8)));
    }
    return response;
  }

  HttpResponse<String> operator(String method, String path, String body) throws Exception {
    return send(method, path, body, "Authorization", "Bearer token");
  }

  @Override
  public void close() {
    server.close();
    http.shutdownNow();
  }
}

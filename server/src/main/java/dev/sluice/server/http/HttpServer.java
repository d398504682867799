package dev.sluice.server.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The HTTP server with all its routes; every error leaves it as a problem. */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
  private static final int HEADER_BYTES = 16 << 10;
  private static final int THREADS = 8;
  private static final long STOP_MILLIS = 10_000;

  /**
   * Where it listens, and to whom.
   *
   * @param port 0 chooses a free one
   * @param token what operators must send; null: no login, and loopback only
   * @param corsOrigins whose web pages may read answers
   * @param accessLog whether every request is logged
   */
  public record Options(
      String host, int port, @Nullable String token, List<String> corsOrigins, boolean accessLog) {}

  private final Javalin javalin;
  private final List<AutoCloseable> parts;

  private HttpServer(Javalin javalin, List<AutoCloseable> parts) {
    this.javalin = javalin;
    this.parts = parts;
  }

  /** Serves when it returns. Throws {@link PortTakenException} where the address cannot be had. */
  public static HttpServer start(Options options, Ports ports, Cursors cursors) {
    Meters meters = new Meters(ports);
    Idempotency idempotency = new Idempotency(ports.answers());
    Creations creations = new Creations(idempotency);
    MeterRegistry registry = ports.telemetry().registry();
    SenderMeters senders =
        new SenderMeters(ports.feeds(), ports.senders(), ports.clock(), registry);
    LiveTickets tickets = new LiveTickets(ports.watching().tickets(), ports.clock());
    LiveRoutes live = new LiveRoutes(ports.watching().live(), registry, ports.tenancy()::admits);
    Throttle throttle = new Throttle(ports.tenancy().limiter(), ports.tenancy().feedLimits());
    var datasetStatistics = new DatasetStatistics(ports.datasets(), ports.store(), ports.clock());
    var letterStatistics = new LetterStatistics(ports.letters(), ports.clock());
    List<AutoCloseable> parts = List.of(live, datasetStatistics, letterStatistics);
    List<Routes> all =
        List.of(
            new StatusRoutes(),
            new HealthRoutes(ports.readiness()),
            new FeedRoutes(ports, idempotency, throttle),
            new TenantRoutes(ports, creations, cursors),
            new KeyRoutes(ports, creations, cursors),
            new LetterRoutes(ports, cursors, letterStatistics),
            new DeskRoutes(ports),
            new ReplayRoutes(ports, idempotency),
            new RunRoutes(ports, cursors),
            new ImportRoutes(ports.imports(), cursors),
            new UploadRoutes(ports.imports(), new UploadGate(ports, throttle), idempotency),
            new TusRoutes(ports.imports(), ports.pressure()),
            new QueueRoutes(ports, cursors),
            new FeedStatusRoutes(ports, cursors),
            new AboutRoutes(ports.telemetry().registry(), senders::refresh),
            new DatasetRoutes(ports, cursors, datasetStatistics),
            tickets,
            live);
    Correlation correlation = new Correlation(ports.ids());
    ProtocolErrors errors = new ProtocolErrors(correlation, HEADER_BYTES);
    RequestTrace trace = new RequestTrace(ports.telemetry().traces());
    Cors cors = new Cors(options.corsOrigins());
    Access access = new Access(options.token(), ports.tenancy().ring(), throttle, cors);
    Javalin javalin =
        Javalin.create(config -> {
          configure(config, errors);
          if (options.accessLog()) {
            config.jetty.modifyServer(server -> server.setRequestLog(new AccessLog()));
          }
          RoutesConfig routes = config.routes;
          routes.before(context -> {
            begin(context, correlation);
            trace.begin(context, Exchange.correlation(context));
            admit(context, cors, tickets, access);
          });
          routes.wsBeforeUpgrade(context -> {
            begin(context, correlation);
            admit(context, cors, tickets, access);
          });
          routes.wsAfterUpgrade(context -> MDC.remove(Correlation.LOGGED_AS));
          routes.after(context -> {
            end(context, meters, trace);
            Body.discard(context.req(), context.res().getStatus());
            MDC.remove(Correlation.LOGGED_AS);
          });
          all.forEach(one -> one.add(routes));
          HeadRoutes.add(config);
          RequestErrors.add(routes, ports.pressure());
        });
    try {
      javalin.start(options.host(), options.port());
      datasetStatistics.start();
      letterStatistics.start();
    } catch (RuntimeException e) {
      close(parts);
      javalin.stop();
      throw isAddressProblem(e) ? new PortTakenException(options.host(), options.port(), e) : e;
    }
    return new HttpServer(javalin, parts);
  }

  private static boolean isAddressProblem(Throwable e) {
    return e instanceof SocketException
        || e instanceof UnresolvedAddressException
        || e instanceof JavalinBindException
        || (e.getCause() != null && isAddressProblem(e.getCause()));
  }

  /** The address cannot be had. */
  public static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port, Throwable cause) {
      super(
          "cannot listen on " + host + ":" + port + "; choose another with --port or --host",
          cause);
    }
  }

  public int port() {
    return javalin.port();
  }

  /** Takes no new requests and waits for those under way. */
  @Override
  public void close() {
    close(parts);
    javalin.stop();
  }

  private static void close(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("closing failed");
      }
    }
  }

  private static void configure(JavalinConfig config, ProtocolErrors errors) {
    config.concurrency.useVirtualThreads = true;
    config.jetty.threadPool = threads();
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.router.javaLangErrorHandler((response, error) -> {
      log.atError().setCause(error).log("request failed");
      RequestErrors.defect(response);
    });
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setRequestHeaderSize(HEADER_BYTES);
      http.setSendDateHeader(false);
      http.addCustomizer(new MethodOverrides());
    });
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(STOP_MILLIS);
      server.setErrorHandler(errors);
    });
    config.jetty.modifyServletContextHandler(context -> {
      context.setSessionHandler(new NoSessions());
      // What is under way when it stops is answered.
      context.insertHandler(new GracefulHandler());
      context.insertHandler(new KnownMethods(errors));
    });
  }

  /**
   * A few threads of the system wait for connections and their bytes; each request runs on a
   * virtual one. A selector that waited on a virtual thread would hold its carrier.
   */
  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(task -> Thread.ofVirtual().name("request").start(task));
    return threads;
  }

  private static void begin(Context context, Correlation correlation) {
    context.req().setAttribute(Exchange.STARTED, System.nanoTime());
    String id =
        correlation.of(context.req().getHeader(Correlation.HEADER), RequestTrace.sent(context));
    context.req().setAttribute(Exchange.CORRELATION, id);
    context.res().setHeader(Correlation.HEADER, id);
    MDC.put(Correlation.LOGGED_AS, id);
  }

  private static void admit(Context context, Cors cors, LiveTickets tickets, Access access) {
    if (cors.answer(context.req(), context.res())) {
      context.skipRemainingHandlers();
    } else if (!access.login() || !tickets.admits(context.req())) {
      access.check(context.req(), context.res());
    }
  }

  /** Without a start it is a stream that lasted, which is no latency. */
  private static void end(Context context, Meters meters, RequestTrace trace) {
    context.req().setAttribute(Exchange.ROUTE, Meters.route(context));
    if (context.req().getAttribute(Exchange.STARTED) instanceof Long started) {
      long nanos = System.nanoTime() - started;
      meters.note(context, nanos);
      trace.end(context, nanos);
    }
  }

  /** The address it listens on, for the ready line. */
  public String url() {
    ServerConnector connector = (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
    String host = connector.getHost() == null ? "127.0.0.1" : connector.getHost();
    var address = new InetSocketAddress(host, port());
    boolean any = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    return "http://"
        + (any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port();
  }
}

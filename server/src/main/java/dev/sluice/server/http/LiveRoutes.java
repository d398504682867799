package dev.sluice.server.http;

import dev.sluice.live.Live;
import dev.sluice.live.Message;
import dev.sluice.live.Subscriber;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsMessageContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/live}: topics over a WebSocket, and the same as server-sent events. */
final class LiveRoutes implements Routes, AutoCloseable {
  static final String PATH = "/api/live";
  private static final String SOCKET = "sluice.socket";
  private static final String VERSION_HEADER = "Sec-WebSocket-Version";
  private static final String VERSION = "13";
  private static final int TOPICS = 100;

  /** Of all topics of a connection together: a stream names them in its query. */
  private static final int NAMES = 8_000;

  private static final int OPERATORS = 4_000;
  private static final int TENANTS = 200;
  private static final int MESSAGE_BYTES = 16 << 10;
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private final Live live;
  private final Predicate<Caller> valid;
  private final LiveConnections connections;

  /**
   * @param valid whether a caller who was let in may still be
   */
  LiveRoutes(Live live, MeterRegistry registry, Predicate<Caller> valid) {
    this.live = live;
    this.valid = valid;
    this.connections = new LiveConnections(valid);
    Gauge.builder("sluice.websocket.connections", () -> connections.count(LiveSocket.class))
        .description("open live WebSockets")
        .register(registry);
    Gauge.builder("sluice.event.stream.connections", () -> connections.count(EventStream.class))
        .description("open live event streams")
        .register(registry);
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get(PATH, this::stream);
    routes.wsBeforeUpgrade(PATH, this::checkUpgrade);
    routes.ws(PATH, this::socket);
    connections.start();
  }

  /** RFC 6455 section 4.4: who speaks another version is told which one is spoken here. */
  private void checkUpgrade(Context context) {
    if (!VERSION.equals(context.req().getHeader(VERSION_HEADER))) {
      context.res().setHeader(VERSION_HEADER, VERSION);
      context.res().setHeader("Upgrade", "websocket"); // RFC 9110 section 15.5.22
      throw Problem.of(
              426,
              "websocket-version",
              "send `" + VERSION_HEADER + ": " + VERSION + "`, as RFC 6455 has it")
          .asException();
    }
    var _ = checked(context);
  }

  /** Whoever may read, and has room left. */
  private Caller checked(Context context) {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    // A ticket may outlive the key that asked for it.
    if (!valid.test(caller)) {
      throw Problem.of(401, "unauthorized", "the key of this ticket is not valid any more")
          .asException();
    }
    int most = caller instanceof Caller.Operator ? OPERATORS : TENANTS;
    connections.checkRoom(context.res(), name(caller), most);
    return caller;
  }

  /** Who shares a limit: all keys of a tenant do. */
  private static String name(Caller caller) {
    return caller.tenant().map(tenant -> "tenant " + tenant).orElse("operator");
  }

  private Function<Runnable, Subscriber> subscriber(Caller caller) {
    return ready -> new Subscriber(live, caller.tenant().orElse(null), TOPICS, ready);
  }

  private void stream(Context context) throws InterruptedException {
    Caller caller = checked(context);
    String accept = context.req().getHeader("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      throw Problem.of(
              406,
              "not-acceptable",
              "connect a WebSocket here, or send `Accept: text/event-stream`")
          .asException();
    }
    QueryParameters query = QueryParameters.of(context);
    String topics = query.text("topics", NAMES);
    var _ = query.text(LiveTickets.PARAMETER); // spent already
    query.end();
    List<String> wanted = names(topics);
    if (wanted.isEmpty()) {
      throw Problem.parameter(
              "topics", "", "says what to watch, and is missing", "such as topics=runs,feeds")
          .asException();
    }
    if (context.req().getMethod().equals("HEAD")) {
      EventStream.begin(context.res());
      return; // nothing follows
    }
    // It lasts for as long as somebody watches, which is no latency.
    context.req().removeAttribute(Exchange.STARTED);
    EventStream stream = new EventStream(subscriber(caller));
    try (Subscriber subscriber = stream.subscriber()) {
      subscribe(subscriber, wanted);
      if (connections.add(stream, caller, name(caller))) {
        stream.run(context.res());
      }
    } finally {
      connections.remove(stream);
    }
  }

  private static List<String> names(@Nullable String topics) {
    return topics == null || topics.isBlank()
        ? List.of()
        : List.of(topics.replace(" ", "").split(","));
  }

  private static void subscribe(Subscriber subscriber, List<String> names) {
    for (String name : names) {
      subscriber.subscribe(name).ifPresent(subscriber::refuse);
    }
  }

  private void socket(WsConfig socket) {
    socket.onConnect(this::open);
    socket.onMessage(LiveRoutes::hear);
    socket.onBinaryMessage(context -> context.closeSession(1003, "send text"));
    socket.onClose(context -> forget(context.attribute(SOCKET)));
    socket.onError(context -> forget(context.attribute(SOCKET)));
  }

  private void open(WsConnectContext context) {
    context.session.setIdleTimeout(LiveSocket.IDLE);
    context.session.setMaxTextMessageSize(MESSAGE_BYTES);
    Caller caller = Objects.requireNonNull(context.<Caller>attribute(Exchange.CALLER));
    LiveSocket socket = new LiveSocket(context.session, LiveSocket.PATIENCE, subscriber(caller));
    context.attribute(SOCKET, socket);
    if (!connections.add(socket, caller, name(caller))) {
      socket.end("the server is stopping");
      return;
    }
    subscribe(socket.subscriber(), names(context.queryParam("topics")));
  }

  private void forget(@Nullable LiveSocket socket) {
    if (socket != null) {
      connections.remove(socket);
      socket.subscriber().close();
    }
  }

  /** {@code {"subscribe": [...], "unsubscribe": [...]}}. */
  private static void hear(WsMessageContext context) {
    LiveSocket socket = context.attribute(SOCKET);
    if (socket == null) {
      return;
    }
    Subscriber subscriber = socket.subscriber();
    Optional<JsonNode> wishes = wishes(context.message());
    if (wishes.isEmpty()) {
      subscriber.refuse(
          new Message.Refusal(
              "", "bad-message", "send {\"subscribe\": [topics], \"unsubscribe\": [topics]}"));
      return;
    }
    texts(wishes.get().path("unsubscribe")).forEach(subscriber::unsubscribe);
    subscribe(subscriber, texts(wishes.get().path("subscribe")));
  }

  private static Optional<JsonNode> wishes(String message) {
    if (JSON.parse(message.getBytes(StandardCharsets.UTF_8))
            instanceof Parsed.Document(JsonNode wishes)
        && wishes.isObject()
        && wishes.propertyNames().stream()
            .allMatch(name -> name.equals("subscribe") || name.equals("unsubscribe"))
        && wishes.values().stream()
            .allMatch(
                names -> names.isArray() && names.values().stream().allMatch(JsonNode::isString))) {
      return Optional.of(wishes);
    }
    return Optional.empty();
  }

  private static List<String> texts(JsonNode names) {
    List<String> texts = new ArrayList<>();
    names.values().forEach(name -> texts.add(name.asString()));
    return texts;
  }

  @Override
  public void close() {
    connections.close();
  }
}

package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Books;
import dev.sluice.run.RunKind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The queues, and stopping them for a while. */
final class QueueRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(QueueRoutes.class);

  private final Books books;
  private final BatchStore batches;
  private final Cursors cursors;

  QueueRoutes(Ports ports, Cursors cursors) {
    this.cursors = cursors;
    this.books = ports.books();
    this.batches = ports.batches();
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/queues", this::list);
    routes.post("/api/queues/{kind}/pause", context -> pause(context, true));
    routes.post("/api/queues/{kind}/resume", context -> pause(context, false));
  }

  private void list(Context context) throws IOException {
    Caller.of(context).requireOperator();
    Exchange.json(
        context,
        Page.ofNames(
            QueryParameters.of(context),
            cursors,
            "queues",
            sorted(books),
            queue -> queue.kind().label(),
            QueueRoutes::json));
  }

  private void pause(Context context, boolean paused) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    String name = context.pathParam("kind");
    RunKind kind =
        Arrays.stream(RunKind.values())
            .filter(one -> one.label().equals(name))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("there is no such queue").asException());
    batches.pause(kind, paused);
    log.atInfo().addKeyValue("queue", kind.label()).log(paused ? "queue paused" : "queue resumed");
    Books.Queue now =
        books.queues().stream().filter(queue -> queue.kind() == kind).findFirst().orElseThrow();
    Exchange.json(context, json(now));
  }

  /** By name. */
  static Stream<Books.Queue> sorted(Books books) {
    return books.queues().stream()
        .sorted(Comparator.comparing((Books.Queue queue) -> queue.kind().label()));
  }

  static ObjectNode json(Books.Queue queue) {
    ObjectNode json = Json.object();
    json.put("queue", queue.kind().label());
    json.put("depth", queue.depth());
    json.put("oldest", queue.oldest() == null ? null : Rfc3339.utc(queue.oldest()));
    json.put("inFlight", queue.inFlight());
    json.put("dead", queue.dead());
    json.put("paused", queue.paused());
    return json;
  }
}

package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.run.Books;
import dev.sluice.run.Counts;
import dev.sluice.run.Run;
import dev.sluice.run.RunKind;
import dev.sluice.server.telemetry.Telemetry;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs with their books, the books of all, and whether a recount agrees. */
final class RunRoutes implements Routes {
  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final String LIST = "runs";

  private final Books books;
  private final Cursors cursors;
  private final Telemetry telemetry;

  RunRoutes(Ports ports, Cursors cursors) {
    this.books = ports.books();
    this.cursors = cursors;
    this.telemetry = ports.telemetry();
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/runs", this::list);
    routes.get("/api/runs/{id}", this::show);
    routes.get("/api/books", this::books);
    routes.get("/api/books/audit", this::audit);
  }

  private void list(Context context) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    RunKind kind = query.choice("kind", RunKind.class);
    String name = query.text("name");
    Run.Status status = query.choice("status", Run.Status.class);
    String tenant = query.tenant(caller);
    query.end();
    String place = cursors.place(LIST, query.filter(), cursor);
    UUID before = place == null ? null : UUID.fromString(place);
    List<Run> found = books.runs(new Books.Query(kind, name, status, tenant, before, limit + 1));
    Exchange.json(
        context,
        Page.of(
            found,
            limit,
            RunRoutes::json,
            run -> cursors.sign(LIST, query.filter(), run.id().toString())));
  }

  private void show(Context context) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters.of(context).end();
    UUID id = QueryParameters.uuid("id", context.pathParam("id"));
    Run run =
        books
            .run(id)
            .filter(one -> caller.sees(one.key().tenant()))
            .orElseThrow(() -> Problem.notFound("there is no such run").asException());
    Exchange.json(context, json(run));
  }

  static ObjectNode json(Run run) {
    ObjectNode json = Json.object();
    json.put("id", run.id().toString());
    json.put("kind", run.key().kind().label());
    json.put("name", run.key().name());
    json.put("tenant", run.key().tenant());
    json.put("period", run.key().period());
    json.put("status", run.status().name().toLowerCase(Locale.ROOT));
    json.put("startedAt", Rfc3339.utc(run.startedAt()));
    json.put("closedAt", run.closedAt() == null ? null : Rfc3339.utc(run.closedAt()));
    json.set("books", counts(run.counts()));
    json.put("balanced", run.balanced());
    return json;
  }

  static ObjectNode counts(Counts counts) {
    ObjectNode json = Json.object();
    json.put("received", counts.received());
    json.put("stored", counts.stored());
    json.put("duplicate", counts.duplicate());
    json.put("changed", counts.changed());
    json.put("rejected", counts.rejected());
    json.put("dead", counts.dead());
    json.put("inFlight", counts.inFlight());
    return json;
  }

  private void books(Context context) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters query = QueryParameters.of(context);
    String tenant = query.tenant(caller);
    query.end();
    Books.Totals totals = books.totals(tenant);
    ObjectNode json = Json.object();
    json.set("total", counts(totals.total()));
    ObjectNode byKind = json.putObject("byKind");
    totals.byKind().forEach((kind, counts) -> byKind.set(kind.label(), counts(counts)));
    json.put("openProblems", totals.openProblems());
    json.put("resolved", totals.resolved());
    Exchange.json(context, json);
  }

  private void audit(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    List<Books.Difference> differences = books.audit();
    telemetry.audited(differences.size());
    ObjectNode json = Json.object();
    json.put("balanced", differences.isEmpty());
    ArrayNode shown = json.putArray("differences");
    for (Books.Difference difference : differences) {
      ObjectNode one = shown.addObject();
      one.put("run", difference.run().toString());
      one.put("batch", difference.batch() == null ? null : difference.batch().toString());
      one.put("count", difference.count());
      one.put("inBooks", difference.inBooks());
      one.put("recounted", difference.recounted());
    }
    Exchange.json(context, json);
  }
}

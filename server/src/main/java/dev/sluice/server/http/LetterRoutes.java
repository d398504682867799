package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.record.Column;
import dev.sluice.run.RunKind;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The desk: dead letters, and the view of them that partners' people know as errors. */
final class LetterRoutes implements Routes {
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final DeadLetterStore letters;
  private final Map<String, Dataset> datasets;
  private final Cursors cursors;
  private final InstantSource clock;

  LetterRoutes(Ports ports, Cursors cursors) {
    this.letters = ports.letters();
    this.datasets = ports.datasets();
    this.cursors = cursors;
    this.clock = ports.clock();
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/dead-letters", context -> list(context, "dead-letters"));
    routes.get("/api/dead-letters/{id}", this::show);
    routes.get("/api/dead-letters/{id}/payload", this::payload);
    routes.get("/api/errors/stats", this::stats);
    routes.get("/api/errors", context -> list(context, "errors"));
    routes.get("/api/errors/{id}", this::show);
  }

  private void list(Context context, String list) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    DeadLetterStore.Query all = query(query, query.tenant(caller), limit + 1);
    query.end();
    String place = cursors.place(list, query.filter(), cursor);
    List<DeadLetter> found = letters.letters(after(all, place));
    Exchange.json(
        context,
        Page.of(
            found,
            limit,
            this::json,
            one -> cursors.sign(list, query.filter(), one.id().toString())));
  }

  private DeadLetterStore.Query query(QueryParameters query, @Nullable String tenant, int limit) {
    String source = query.text("source");
    String dataset = query.text("dataset");
    // Any dataset's own name for its source filters too: partnerId for orders.
    for (String name : sourceNames()) {
      String value = query.text(name);
      source = value == null ? source : value;
    }
    Instant from = query.from("from");
    Instant to = query.to("to");
    return new DeadLetterStore.Query(
        tenant,
        dataset,
        query.choice("kind", RunKind.class),
        query.choice("cause", DeadLetter.Cause.class),
        query.text("code"),
        source,
        query.uuid("run"),
        query.choice("state", DeadLetter.State.class),
        from,
        to,
        null,
        limit);
  }

  private static DeadLetterStore.Query after(DeadLetterStore.Query query, @Nullable String place) {
    return new DeadLetterStore.Query(
        query.tenant(),
        query.dataset(),
        query.kind(),
        query.cause(),
        query.code(),
        query.source(),
        query.run(),
        query.state(),
        query.from(),
        query.to(),
        place == null ? null : UUID.fromString(place),
        query.limit());
  }

  private TreeSet<String> sourceNames() {
    TreeSet<String> names = new TreeSet<>();
    for (Dataset dataset : datasets.values()) {
      dataset.with(Column.Role.SOURCE).ifPresent(column -> names.add(column.name()));
    }
    return names;
  }

  private ObjectNode json(DeadLetter letter) {
    Dataset dataset = datasets.get(letter.dataset());
    String name =
        dataset == null ? null : dataset.with(Column.Role.SOURCE).map(Column::name).orElse(null);
    return LetterJson.of(letter, name);
  }

  /** The letter of the path, if the caller may read it and sees it. */
  private DeadLetter letter(Context context) {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters.of(context).end();
    UUID id = QueryParameters.uuid("id", context.pathParam("id"));
    return letters
        .letter(id)
        .filter(letter -> caller.sees(letter.run().tenant()))
        .orElseThrow(LetterRoutes::missing);
  }

  private void show(Context context) throws IOException {
    DeadLetter letter = letter(context);
    ObjectNode json = json(letter);
    letters.original(letter.id()).ifPresent(bytes -> Payload.show(json, bytes));
    Exchange.json(context, json);
  }

  private void payload(Context context) throws IOException {
    UUID id = letter(context).id();
    byte[] bytes = letters.original(id).orElseThrow(LetterRoutes::missing);
    // Somebody else's bytes: no browser shall make a page of them.
    context.res().setHeader("Content-Disposition", "attachment; filename=\"" + id + "\"");
    context.res().setHeader("X-Content-Type-Options", "nosniff");
    Exchange.bytes(context, 200, "application/octet-stream", bytes);
  }

  private static ProblemException missing() {
    return Problem.notFound("there is no such dead letter").asException();
  }

  private void stats(Context context) throws IOException {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    QueryParameters query = QueryParameters.of(context);
    String tenant = query.tenant(caller);
    Timeline.Range range = new Timeline.Range(query.date("from"), query.date("to"));
    boolean unused = query.flag("fresh");
    String dataset = query.text("dataset");
    query.end();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    DeadLetterStore.Statistics found =
        letters.statistics(
            new DeadLetterStore.Query(
                tenant, dataset, null, null, null, null, null, null, null, null, null, 1));
    ObjectNode stats = Json.object();
    stats.put("total", found.total());
    counts(stats.putArray("byCode"), "code", found.byCode());
    counts(stats.putArray("bySource"), "source", found.bySource());
    Timeline timeline = new Timeline();
    found.byDay().forEach(day -> timeline.add(day.day(), day.count()));
    timeline.write(stats, range, LocalDate.ofInstant(now, ZoneOffset.UTC));
    stats.put("generatedAt", Rfc3339.utc(now));
    Exchange.json(context, stats);
  }

  private static void counts(ArrayNode into, String name, List<DeadLetterStore.Count> counts) {
    for (DeadLetterStore.Count count : counts) {
      ObjectNode one = into.addObject();
      one.put(name, count.name());
      one.put("count", count.count());
      if (name.equals("source")) {
        one.putObject("sums");
      }
    }
  }
}

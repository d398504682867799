package dev.sluice.server.http;

import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.DeadLetterStore.Dimension;
import dev.sluice.deadletter.Desk;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Reading dead letters, and the view of them that partners' people know as errors. */
final class LetterRoutes implements Routes {
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final DeadLetterStore letters;
  private final Desk desk;
  private final LetterFilters filters;
  private final LetterJson json;
  private final Cursors cursors;
  private final LetterStatistics statistics;

  LetterRoutes(Ports ports, Cursors cursors, LetterStatistics statistics) {
    this.statistics = statistics;
    this.letters = ports.letters();
    this.desk = ports.desk();
    this.filters = new LetterFilters(ports.datasets().values());
    this.json = new LetterJson(ports);
    this.cursors = cursors;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/dead-letters", context -> list(context, "dead-letters"));
    routes.get("/api/dead-letters/groups", this::groups);
    routes.get("/api/dead-letters/{id}", this::show);
    routes.get("/api/dead-letters/{id}/payload", context -> bytes(context, Content::current));
    routes.get("/api/dead-letters/{id}/original", context -> bytes(context, Content::original));
    routes.get("/api/errors/stats", this::stats);
    routes.get("/api/errors", context -> list(context, "errors"));
    routes.get("/api/errors/{id}", this::show);
  }

  private void list(Context context, String list) throws IOException {
    Caller caller = reader(context);
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    LetterFilter filter = filters.read(query, caller);
    query.end();
    String place = cursors.place(list, query.filter(), cursor);
    UUID before = place == null ? null : UUID.fromString(place);
    List<DeadLetter> found = letters.letters(filter, before, limit + 1);
    Exchange.json(
        context,
        Page.of(
            found,
            limit,
            json::summary,
            one -> cursors.sign(list, query.filter(), one.id().toString())));
  }

  private static Caller reader(Context context) {
    Caller caller = Caller.of(context);
    caller.require(Scope.READ);
    return caller;
  }

  private void groups(Context context) throws IOException {
    Caller caller = reader(context);
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    List<Dimension> by = dimensions(Objects.requireNonNullElse(query.text("by"), "code,field"));
    LetterFilter filter = filters.read(query, caller);
    query.end();
    List<ObjectNode> items =
        letters.groups(filter, by, limit).stream().map(LetterJson::group).toList();
    Exchange.json(context, Json.page(items, null));
  }

  private static List<Dimension> dimensions(String by) {
    List<Dimension> dimensions = new ArrayList<>();
    for (String name : by.split(",", -1)) {
      Dimension dimension =
          Arrays.stream(Dimension.values())
              .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name.strip()))
              .findFirst()
              .orElseThrow(() -> badDimension(name));
      if (!dimensions.contains(dimension)) {
        dimensions.add(dimension);
      }
    }
    return dimensions;
  }

  private static ProblemException badDimension(String name) {
    List<String> known =
        Arrays.stream(Dimension.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    return QueryParameters.bad(
        "by", name, "is not known", "some of " + String.join(", ", known) + ", with commas");
  }

  private void show(Context context) throws IOException {
    DeadLetter letter = letter(context);
    context.res().setHeader(EntityTag.HEADER, EntityTag.of(letter));
    Exchange.json(context, json.whole(letter));
  }

  private DeadLetter letter(Context context) {
    Caller caller = reader(context);
    QueryParameters.of(context).end();
    return find(letters, caller, context);
  }

  /** The letter of the path, where it exists for the caller. */
  static DeadLetter find(DeadLetterStore letters, Caller caller, Context context) {
    UUID id = QueryParameters.uuid("id", context.pathParam("id"));
    return letters.letter(id, caller.tenant().orElse(null)).orElseThrow(LetterRoutes::missing);
  }

  static ProblemException missing() {
    return Problem.notFound("there is no such dead letter").asException();
  }

  private void bytes(Context context, Function<Content, byte[]> part) throws IOException {
    DeadLetter letter = letter(context);
    Optional<Content> content = letters.content(letter.id());
    byte[] bytes = desk.sent(letter, part.apply(content.orElseThrow(LetterRoutes::missing)));
    context.res().setHeader(EntityTag.HEADER, EntityTag.of(letter));
    // Somebody else's bytes: no browser shall make a page of them.
    context.res().setHeader("Content-Disposition", "attachment; filename=\"" + letter.id() + "\"");
    context.res().setHeader("X-Content-Type-Options", "nosniff");
    Exchange.bytes(context, 200, "application/octet-stream", bytes);
  }

  private void stats(Context context) throws IOException {
    Caller caller = reader(context);
    QueryParameters query = QueryParameters.of(context);
    String tenant = query.tenant(caller);
    String dataset = query.text("dataset");
    var wish =
        new DatasetStatistics.Wish(
            tenant, filters.source(query), Timeline.Range.of(query), query.flag("fresh"));
    query.end();
    Exchange.json(context, statistics.of(dataset, wish));
  }
}

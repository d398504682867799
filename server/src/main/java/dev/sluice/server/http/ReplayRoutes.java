package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.Desk;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.record.BodyProblemException;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.StrictJson;
import dev.sluice.run.Answer;
import dev.sluice.run.Counts;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Having dead letters replayed: one of them, or all that match. */
final class ReplayRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(ReplayRoutes.class);
  private static final String DEFAULT_TENANT = "default";

  /** How long a caller is kept for the outcome of one letter. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DeadLetterStore letters;
  private final Desk desk;
  private final Idempotency idempotency;
  private final LetterFilters filters;

  ReplayRoutes(Ports ports, Idempotency idempotency) {
    this.letters = ports.letters();
    this.desk = ports.desk();
    this.idempotency = idempotency;
    this.filters = new LetterFilters(ports.datasets().values());
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.post("/api/dead-letters/replay", this::many);
    routes.post("/api/dead-letters/{id}/replay", this::one);
  }

  private void one(Context context) throws IOException, BodyProblemException, InterruptedException {
    DeadLetter letter = DeskRoutes.letter(letters, context);
    QueryParameters.of(context).end();
    byte[] body = Body.read(context.req(), JsonLimits.RECORD.bytes());
    JsonNode asked = Body.object(body, "payload", "onConflict");
    byte[] payload = payload(asked.get("payload"));
    if (payload != null) {
      DeskRoutes.checkEditable(letter);
    }
    Dataset.OnConflict onConflict = onConflict(asked.get("onConflict"));
    String correlation = Exchange.correlation(context);
    UUID run =
        once(
            context,
            letter.run().tenant(),
            body,
            before -> UUID.fromString(Json.read(before.body()).path("run").asString()),
            answer ->
                start(
                    new Desk.Request(
                        letter,
                        payload,
                        onConflict,
                        correlation,
                        answer == null
                            ? null
                            : id -> answer.apply(Json.bytes(accepted(letter, id))))));
    Optional<Outcome> outcome = desk.await(run, letter.id(), PATIENCE);
    context.res().setHeader("Location", "/api/runs/" + run);
    ObjectNode reply = outcome.map(ReplayRoutes::settled).orElseGet(() -> accepted(letter, run));
    Exchange.json(context, outcome.isPresent() ? 200 : 202, Json.bytes(reply));
  }

  private UUID start(Desk.Request request) {
    UUID letter = request.letter().id();
    return switch (desk.replay(request)) {
      case Desk.Reply.Started(UUID run) -> {
        log.atInfo()
            .addKeyValue("deadLetter", letter)
            .addKeyValue("run", run)
            .log("replay asked for");
        yield run;
      }
      case Desk.Reply.NotOpen(DeadLetter now) -> throw DeskRoutes.notOpen(now);
      case Desk.Reply.NoDefinition() -> throw noDefinition(request.letter());
      case Desk.Reply.Unknown() -> throw LetterRoutes.missing();
    };
  }

  private static ProblemException noDefinition(DeadLetter letter) {
    return Problem.of(
            409,
            "no-definition",
            "there is no "
                + letter.run().kind().label()
                + " `"
                + letter.run().name()
                + "` of this tenant any more to replay it by; bring its definition back, or dismiss"
                + " the letter")
        .asException();
  }

  private static byte @Nullable [] payload(@Nullable JsonNode sent) {
    if (sent == null || sent.isNull()) {
      return null;
    }
    // Text stands for bytes that are no JSON, such as a line of CSV.
    return sent.isString()
        ? sent.asString().getBytes(StandardCharsets.UTF_8)
        : StrictJson.write(sent);
  }

  private static Dataset.@Nullable OnConflict onConflict(@Nullable JsonNode sent) {
    if (sent == null || sent.isNull()) {
      return null;
    }
    return switch (sent.asString("")) {
      case "reject" -> Dataset.OnConflict.REJECT;
      case "keep" -> Dataset.OnConflict.KEEP;
      case "overwrite" -> Dataset.OnConflict.OVERWRITE;
      default ->
          throw Problem.parameter(
                  "onConflict",
                  sent.asString(""),
                  "is not known",
                  "one of reject, keep, overwrite; as the dataset says without it")
              .asException();
    };
  }

  private static ObjectNode accepted(DeadLetter letter, UUID run) {
    ObjectNode json = Json.object();
    json.putNull("id");
    json.put("status", "accepted");
    json.put("run", run.toString());
    json.put("deadLetterId", letter.id().toString());
    return json;
  }

  private static ObjectNode settled(Outcome outcome) {
    ObjectNode json = Json.object();
    json.put("id", outcome.record() == null ? null : outcome.record().toString());
    json.put("status", LetterJson.word(outcome));
    json.put("run", outcome.run().toString());
    json.put("deadLetterId", outcome.letter().toString());
    LetterJson.counts(json, outcome);
    json.put("code", outcome.code());
    json.set("errors", Problem.errors(outcome.errors()));
    return json;
  }

  private void many(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    Caller caller = Caller.of(context);
    caller.require(Scope.DEAD_LETTERS_WRITE);
    QueryParameters.of(context).end();
    byte[] body = Body.read(context.req(), JsonLimits.RECORD.bytes());
    JsonNode asked = Body.object(body, "filter", "dryRun", "onConflict");
    if (!asked.path("filter").isObject()) {
      throw Problem.parameter(
              "filter", "", "must be an object", "such as {\"code\": \"minimum\"}; {} for all")
          .asException();
    }
    LetterFilter filter = filters.read(asked.path("filter"), caller);
    Dataset.OnConflict onConflict = onConflict(asked.get("onConflict"));
    if (Body.flag(asked, "dryRun")) {
      Exchange.json(context, matched(desk.select(filter)));
      return;
    }
    String correlation = Exchange.correlation(context);
    byte[] answered =
        once(
            context,
            Objects.requireNonNullElse(filter.tenant(), DEFAULT_TENANT),
            body,
            Answer::body,
            answer -> begin(desk.select(filter), onConflict, correlation, answer));
    JsonNode reply = Json.read(answered);
    if (reply.has("id")) {
      context.res().setHeader("Location", "/api/runs/" + reply.path("id").asString());
    }
    Exchange.json(context, reply.has("id") ? 202 : 200, answered);
  }

  private byte[] begin(
      Desk.Selection selection,
      Dataset.@Nullable OnConflict onConflict,
      String correlation,
      @Nullable Function<byte[], Answer> answer) {
    if (selection.letters() == 0) {
      return Json.bytes(matched(selection));
    }
    Function<Map<UUID, RunKey>, byte[]> body = runs -> Json.bytes(begun(selection, runs));
    Map<UUID, RunKey> runs =
        desk.replay(
            selection, onConflict, correlation, answer == null ? null : body.andThen(answer));
    log.atInfo()
        .addKeyValue("runs", runs.keySet())
        .addKeyValue("letters", selection.letters())
        .log("replay asked for");
    return body.apply(runs);
  }

  private static ObjectNode matched(Desk.Selection selection) {
    ObjectNode json = Json.object();
    json.put("matched", selection.letters());
    json.put("records", selection.records());
    json.put("withoutDefinition", selection.withoutDefinition());
    return json;
  }

  /** The first run as it is at its start, and what else there is to know. */
  private static ObjectNode begun(Desk.Selection selection, Map<UUID, RunKey> runs) {
    var first = runs.entrySet().iterator().next();
    ObjectNode json = matched(selection);
    json.put("id", first.getKey().toString());
    json.put("kind", first.getValue().kind().label());
    json.put("name", first.getValue().name());
    json.put("tenant", first.getValue().tenant());
    json.put("period", first.getValue().period());
    json.put("status", Run.Status.RUNNING.name().toLowerCase(Locale.ROOT));
    json.set("books", RunRoutes.counts(Counts.ZERO));
    json.put("balanced", true);
    runs.keySet().forEach(id -> json.withArray("runs").add(id.toString()));
    return json;
  }

  /** Does something once per {@code Idempotency-Key}. */
  @FunctionalInterface
  private interface Work<T> {
    /**
     * @param answer makes what is kept for the key, from the body; null without a key
     */
    T with(@Nullable Function<byte[], Answer> answer);
  }

  private <T> T once(
      Context context, String tenant, byte[] body, Function<Answer, T> kept, Work<T> work)
      throws IOException, BodyProblemException, InterruptedException {
    String key = Idempotency.key(context.req());
    if (key == null) {
      return work.with(null);
    }
    byte[] print = Idempotency.fingerprint("POST", context.path(), body);
    return idempotency.inTurn(
        tenant,
        key,
        print,
        before -> {
          if (before.isPresent()) {
            context.res().setHeader(Idempotency.REPLAYED, "true");
            return kept.apply(before.get());
          }
          return work.with(bytes -> new Answer(tenant, key, print, 202, bytes));
        });
  }
}

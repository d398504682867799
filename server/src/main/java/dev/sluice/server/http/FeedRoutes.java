package dev.sluice.server.http;

import dev.sluice.dataset.Verdict;
import dev.sluice.feed.Feed;
import dev.sluice.feed.FeedReply;
import dev.sluice.feed.FeedRequest;
import dev.sluice.feed.LandingMode;
import dev.sluice.record.BodyLimits;
import dev.sluice.record.BodyProblemException;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.JsonProblem;
import dev.sluice.record.Parsed;
import dev.sluice.record.RecordReader;
import dev.sluice.record.Spelling;
import dev.sluice.record.StrictJson;
import dev.sluice.run.Answer;
import dev.sluice.server.telemetry.FeedMeters;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where partners post: one record, or a body of many. */
final class FeedRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(FeedRoutes.class);
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  /** The body of a batch, decompressed. */
  static final int BATCH_BYTES = 16 << 20;

  private final Map<String, Feed> feeds;
  private final Map<String, Integer> maxRecords;
  private final Idempotency idempotency;
  private final Pressure pressure;
  private final FeedMeters meters;
  private final Throttle throttle;
  private final LargeBodies largeBodies = new LargeBodies(2 * BATCH_BYTES);

  FeedRoutes(Ports ports, Idempotency idempotency, Throttle throttle) {
    this.feeds = ports.feeds();
    this.maxRecords = ports.maxRecords();
    this.idempotency = idempotency;
    this.pressure = ports.pressure();
    this.meters = ports.telemetry().feeds();
    this.throttle = throttle;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.post("/api/feed/{feed}", this::single);
    routes.post("/api/feed/{feed}/batch", this::batch);
  }

  /** The feed of the path, if the caller may do this and sees it. */
  static Feed named(Map<String, Feed> feeds, Context context, Scope scope) {
    Caller caller = Caller.of(context);
    caller.require(scope);
    String name = context.pathParam("feed");
    Feed feed = feeds.get(name);
    if (feed == null || !caller.sees(feed.profile().tenant())) {
      String hint =
          Spelling.nearest(name, visible(feeds, caller).map(one -> one.profile().name()).toList())
              .map(near -> "; did you mean `" + near + "`?")
              .orElse("");
      throw Problem.notFound("there is no such feed" + hint).asException();
    }
    return feed;
  }

  static Stream<Feed> visible(Map<String, Feed> feeds, Caller caller) {
    return feeds.values().stream().filter(feed -> caller.sees(feed.profile().tenant()));
  }

  /** Before anything of the body is read. */
  private Feed taking(Context context) {
    Feed feed = named(feeds, context, Scope.FEED_WRITE);
    throttle.feed(feed.profile().name(), context.res());
    pressure.check(feed.profile().landing() == LandingMode.QUEUED, context.res());
    Body.checkType(context.req());
    return feed;
  }

  private void single(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    Feed feed = taking(context);
    try (var share = largeBodies.enter(context.req(), JsonLimits.RECORD.bytes())) {
      single(context, feed, share);
    }
  }

  private void single(Context context, Feed feed, LargeBodies.Share share)
      throws IOException, BodyProblemException, InterruptedException {
    byte[] body = Body.read(context.req(), JsonLimits.RECORD.bytes(), share::of);
    Parsed.Document document =
        switch (JSON.parse(body)) {
          case Parsed.Document parsed -> parsed;
          case Parsed.Refused(JsonProblem problem) -> throw refused(problem);
        };
    String correlation = Exchange.correlation(context);
    answer(
        context,
        feed,
        body,
        request -> feed.post(body, document, request),
        reply -> FeedAnswers.single(reply, correlation));
  }

  private void batch(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    Feed feed = taking(context);
    try (var share = largeBodies.enter(context.req(), BATCH_BYTES)) {
      batch(context, feed, share);
    }
  }

  private void batch(Context context, Feed feed, LargeBodies.Share share)
      throws IOException, BodyProblemException, InterruptedException {
    int most = maxRecords.getOrDefault(feed.profile().name(), 1_000);
    BodyLimits limits = new BodyLimits(BATCH_BYTES, most, JsonLimits.RECORD);
    boolean keyed = context.req().getHeader(Idempotency.HEADER) != null;
    // A key is held against the whole body; without one the body is read as it is cut.
    byte[] whole = keyed ? Body.read(context.req(), BATCH_BYTES, share::of) : new byte[0];
    InputStream body =
        keyed ? new ByteArrayInputStream(whole) : share.of(Body.stream(context.req()));
    try {
      answer(
          context,
          feed,
          whole,
          request -> feed.post(RecordReader.open(body, limits), request),
          FeedAnswers::batch);
    } catch (ZipException | EOFException e) {
      throw Body.unreadable(context.req(), e);
    }
  }

  /** What is the same for one record and for many: keys, answers, what is counted and logged. */
  private void answer(Context context, Feed feed, byte[] body, Post post, Preparing preparing)
      throws IOException, BodyProblemException, InterruptedException {
    @Nullable String key = Idempotency.key(context.req());
    String correlation = Exchange.correlation(context);
    @Nullable String trace = RequestTrace.of(context);
    if (key == null) {
      FeedReply reply = committed(feed, post, new FeedRequest(correlation, null, trace));
      FeedAnswers.Prepared prepared = preparing.of(reply);
      Exchange.json(context, prepared.status(), prepared.body());
      return;
    }
    String tenant = feed.profile().tenant();
    byte[] print = Idempotency.fingerprint("POST", context.path(), body);
    FeedAnswers.Prepared prepared =
        idempotency.inTurn(
            tenant,
            key,
            print,
            before -> {
              if (before.isPresent()) {
                context.res().setHeader(Idempotency.REPLAYED, "true");
                return new FeedAnswers.Prepared(before.get().status(), before.get().body());
              }
              FeedReply reply =
                  committed(
                      feed,
                      post,
                      new FeedRequest(
                          correlation,
                          made -> {
                            FeedAnswers.Prepared kept = preparing.of(made);
                            return new Answer(tenant, key, print, kept.status(), kept.body());
                          },
                          trace));
              return preparing.of(reply);
            });
    Exchange.json(context, prepared.status(), prepared.body());
  }

  /** Hands the records over with what comes with the request. */
  @FunctionalInterface
  private interface Post {
    FeedReply with(FeedRequest request)
        throws IOException, BodyProblemException, InterruptedException;
  }

  /** Makes the answer; the same each time, since it is kept before it is sent. */
  @FunctionalInterface
  private interface Preparing {
    FeedAnswers.Prepared of(FeedReply reply);
  }

  private FeedReply committed(Feed feed, Post post, FeedRequest request)
      throws IOException, BodyProblemException, InterruptedException {
    long start = System.nanoTime();
    FeedReply reply = post.with(request);
    meters.answered(feed, reply, System.nanoTime() - start);
    logRefusals(feed, reply);
    return reply;
  }

  private static void logRefusals(Feed feed, FeedReply reply) {
    for (Verdict verdict : reply.verdicts()) {
      switch (verdict) {
        case Verdict.Rejected(var letter, var errors) ->
            log.atInfo()
                .addKeyValue("feed", feed.profile().name())
                .addKeyValue("deadLetter", letter)
                .addKeyValue("code", errors.isEmpty() ? "" : errors.getFirst().code())
                .log("record rejected");
        case Verdict.Conflict(var id, var letter, var errors) ->
            log.atInfo()
                .addKeyValue("feed", feed.profile().name())
                .addKeyValue("deadLetter", letter)
                .addKeyValue("record", id)
                .log("record conflicts");
        case Verdict.Stored ignored -> {}
        case Verdict.Duplicate ignored -> {}
        case Verdict.Accepted ignored -> {}
        case Verdict.Resent ignored -> {}
      }
    }
  }

  static ProblemException refused(JsonProblem problem) {
    boolean size =
        problem.kind() == JsonProblem.Kind.LIMIT
            && !problem.code().equals("limit-depth")
            && !problem.code().equals("number-range");
    Problem answer =
        Problem.of(size ? 413 : 400, problem.code(), problem.message())
            .with("line", JsonNodeFactory.instance.numberNode(problem.line()))
            .with("column", JsonNodeFactory.instance.numberNode(problem.column()));
    JsonProblem.Limit limit = problem.limit();
    return (limit == null ? answer : answer.with("limit", Body.limit(limit.name(), limit.value())))
        .asException();
  }
}

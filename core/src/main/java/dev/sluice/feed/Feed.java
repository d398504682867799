package dev.sluice.feed;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.Judge;
import dev.sluice.feed.Submissions.Submission;
import dev.sluice.record.BodyProblemException;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.Processed;
import dev.sluice.record.RawRecord;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.RecordReader;
import dev.sluice.record.StrictJson;
import dev.sluice.run.Acceptance;
import dev.sluice.run.BatchStore;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One feed: takes records, answers when they are durable. Thread-safe. */
public final class Feed {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  /**
   * What a feed is, from its definition.
   *
   * @param definition content hash
   * @param ordered one sender's records land in the order they came
   * @param silence after this long without a record a sender is silent; null: never
   * @param source finds the source column's value of a record that was rejected, null where it
   *     cannot
   * @param number the same for the sequence column
   */
  public record Profile(
      String name,
      String tenant,
      String definition,
      LandingMode landing,
      boolean ordered,
      @Nullable Duration silence,
      RetryPolicy retry,
      Function<Parsed, @Nullable String> source,
      Function<Parsed, @Nullable Long> number) {}

  private final Profile profile;
  private final Dataset dataset;
  private final RecordProcessor processor;
  private final DatasetStore store;
  private final DayRun days;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final FeedActivity activity;
  private final SourceColumn sourceColumn;
  private final SequenceColumn sequenceColumn;
  private final Split.Tracking tracking;
  private final FeedObserver observer;
  private final Acceptance<Submission, FeedReply> acceptance;

  public Feed(
      Profile profile,
      Dataset dataset,
      RecordProcessor processor,
      DatasetStore store,
      BatchStore batches,
      Supplier<UUID> ids,
      InstantSource clock,
      Acceptance.Limits limits,
      FeedObserver observer) {
    this.profile = profile;
    this.dataset = dataset;
    this.processor = processor;
    this.store = store;
    this.days = new DayRun(batches, profile.tenant(), profile.name());
    this.ids = ids;
    this.clock = clock;
    this.activity = new FeedActivity(clock);
    this.sourceColumn = SourceColumn.of(dataset.columns());
    this.sequenceColumn = SequenceColumn.of(dataset.columns());
    this.tracking =
        new Split.Tracking(
            sequenceColumn.exists() || profile.silence() != null, sourceColumn.position() >= 0);
    this.observer = observer;
    // One commit after the other is what keeps the order of requests.
    int writers = profile.ordered() ? 1 : limits.writers();
    this.acceptance =
        new Acceptance<>(
            this::commit,
            submission -> submission.records().size(),
            new Acceptance.Limits(writers, limits.maxGroup(), limits.maxWaiting(), limits.pace()));
  }

  public Profile profile() {
    return profile;
  }

  public Dataset dataset() {
    return dataset;
  }

  RecordProcessor processor() {
    return processor;
  }

  public FeedActivity activity() {
    return activity;
  }

  /**
   * Takes one record; the reply has one verdict.
   *
   * @throws Acceptance.OverloadedException and {@link dev.sluice.run.BackendException} as {@link
   *     Acceptance#submit} says
   */
  public FeedReply post(byte[] original, Parsed.Document document, FeedRequest request)
      throws InterruptedException {
    return submit(List.of(take(original, document)), request);
  }

  /** Takes all records of a body, in one commit. An empty body has an empty reply. */
  public FeedReply post(RecordReader body, FeedRequest request)
      throws IOException, BodyProblemException, InterruptedException {
    List<Taken> records = new ArrayList<>();
    for (RawRecord raw = body.next(); raw != null; raw = body.next()) {
      records.add(take(raw.bytes(), raw.parsed()));
    }
    return submit(records, request);
  }

  private Taken take(byte[] original, Parsed parsed) {
    Processed processed = processor.process(parsed, original.length, clock.instant());
    return switch (processed) {
      case Processed.Rejected rejected ->
          new Taken(
              original, rejected, profile.source().apply(parsed), profile.number().apply(parsed));
      case Processed.Accepted accepted ->
          new Taken(original, accepted, sourceColumn.of(accepted), sequenceColumn.of(accepted));
    };
  }

  /** What would be made of these bytes if they came in now. */
  Judge.Judgement judge(byte[] original, Instant now) {
    Parsed parsed = JSON.parse(original);
    Processed processed = processor.process(parsed, original.length, now);
    String source =
        switch (processed) {
          case Processed.Rejected rejected -> profile.source().apply(parsed);
          case Processed.Accepted accepted -> sourceColumn.of(accepted);
        };
    return new Judge.Judgement(processed, source);
  }

  private FeedReply submit(List<Taken> records, FeedRequest request) throws InterruptedException {
    FeedReply reply = acceptance.submit(new Submission(records, request));
    for (int i = 0; i < records.size(); i++) {
      activity.note(reply.verdicts().get(i), records.get(i).original());
    }
    return reply;
  }

  private List<FeedReply> commit(List<Submission> group) {
    Instant now = clock.instant();
    UUID run = days.at(now);
    Submissions together = new Submissions(group);
    List<Entry> entries = together.entries();
    if (entries.isEmpty()) {
      return together.replies(run, List.of());
    }
    List<Taken> records = together.records();
    Split split =
        switch (profile.landing()) {
          case DIRECT -> Split.settling(tracking, entries, records);
          case QUEUED ->
              Split.waiting(tracking, profile.ordered() ? profile.name() : null, entries, records);
        };
    return together.replies(run, land(run, now, split, together));
  }

  private NewBatch newBatch(
      UUID run, Instant now, Submissions group, @Nullable String lane, @Nullable String seen) {
    UUID id = ids.get();
    return new NewBatch(
        id,
        run,
        days.key(now),
        dataset.name(),
        profile.definition(),
        group.correlation(id),
        lane,
        seen);
  }

  private List<Verdict> land(UUID run, Instant now, Split split, Submissions group) {
    long start = System.nanoTime();
    NewBatch batch = newBatch(run, now, group, null, split.settlingSeen());
    List<Landing.Queued> queued = new ArrayList<>();
    split
        .waiting()
        .forEach((lane, entries) ->
            queued.add(
                new Landing.Queued(
                    newBatch(run, now, group, Split.named(lane), split.seen(lane)),
                    entries.size(),
                    FeedPayload.write(entries))));
    List<Verdict> settled =
        store.accept(
            new Landing(
                batch,
                dataset,
                split.settling(),
                queued,
                verdicts -> group.answers(run, split.all(verdicts))));
    told(batch, split, queued, group, System.nanoTime() - start);
    return split.all(settled);
  }

  private void told(
      NewBatch batch, Split split, List<Landing.Queued> queued, Submissions group, long nanos) {
    List<NewBatch> batches = new ArrayList<>(1 + queued.size());
    int records = split.settling().size();
    if (records > 0) {
      batches.add(batch);
    }
    for (Landing.Queued one : queued) {
      batches.add(one.batch());
      records += one.received();
      note(Level.INFO, one.batch(), group, one.received());
    }
    observer.accepted(new FeedObserver.Group(batches, group.requests(), records), nanos);
    if (queued.isEmpty() && log.isDebugEnabled()) {
      note(Level.DEBUG, batch, group, records);
    }
  }

  /** Joins the requests' correlation ids to their batch: from here on the batch's own is logged. */
  private void note(Level level, NewBatch batch, Submissions group, int records) {
    log.atLevel(level)
        .addKeyValue("correlationId", batch.correlation())
        .addKeyValue("feed", profile.name())
        .addKeyValue("batch", batch.id())
        .addKeyValue("run", batch.run())
        .addKeyValue("records", records)
        .addKeyValue("requests", group.correlations())
        .log("batch accepted");
  }
}

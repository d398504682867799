package dev.sluice.feed;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.Judge;
import dev.sluice.record.BodyProblemException;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.Processed;
import dev.sluice.record.RawRecord;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.RecordReader;
import dev.sluice.record.StrictJson;
import dev.sluice.run.Acceptance;
import dev.sluice.run.Answer;
import dev.sluice.run.BatchStore;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RetryPolicy;
import java.io.IOException;
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
   * @param source finds the source column's value of a record that was rejected, null where it
   *     cannot
   */
  public record Profile(
      String name,
      String tenant,
      String definition,
      LandingMode landing,
      RetryPolicy retry,
      Function<Parsed, @Nullable String> source) {}

  private record Submission(List<Taken> records, FeedRequest request) {}

  private record Taken(byte[] original, Processed processed, @Nullable String source) {}

  private final Profile profile;
  private final Dataset dataset;
  private final RecordProcessor processor;
  private final DatasetStore store;
  private final DayRun days;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final FeedActivity activity;
  private final SourceColumn sourceColumn;
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
    this.observer = observer;
    this.acceptance =
        new Acceptance<>(this::commit, submission -> submission.records().size(), limits);
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
    Judge.Judgement judgement = judge(parsed, original.length, clock.instant());
    return new Taken(original, judgement.processed(), judgement.source());
  }

  private Judge.Judgement judge(Parsed parsed, int size, Instant now) {
    Processed processed = processor.process(parsed, size, now);
    String source =
        switch (processed) {
          case Processed.Rejected rejected -> profile.source().apply(parsed);
          case Processed.Accepted accepted -> sourceColumn.of(accepted);
        };
    return new Judge.Judgement(processed, source);
  }

  /** What would be made of these bytes if they came in now. */
  Judge.Judgement judge(byte[] original, Instant now) {
    return judge(JSON.parse(original), original.length, now);
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
    List<Entry> entries = new ArrayList<>();
    for (Submission submission : group) {
      for (Taken taken : submission.records()) {
        entries.add(
            new Entry(
                entries.size(),
                taken.original(),
                submission.request().correlation(),
                taken.processed(),
                taken.source()));
      }
    }
    if (entries.isEmpty()) {
      return group.stream().map(submission -> new FeedReply(run, List.of(), List.of())).toList();
    }
    NewBatch batch = newBatch(run, now, group);
    List<Verdict> verdicts =
        switch (profile.landing()) {
          case DIRECT -> direct(batch, entries, group);
          case QUEUED -> queue(batch, now, entries, group);
        };
    return replies(run, group, verdicts);
  }

  private NewBatch newBatch(UUID run, Instant now, List<Submission> group) {
    UUID id = ids.get();
    String correlation =
        group.size() == 1 ? group.getFirst().request().correlation() : id.toString();
    return new NewBatch(id, run, days.key(now), dataset.name(), profile.definition(), correlation);
  }

  private List<Verdict> direct(NewBatch batch, List<Entry> entries, List<Submission> group) {
    List<Verdict> verdicts = land(batch, entries, null, group, all -> all);
    if (log.isDebugEnabled()) {
      note(Level.DEBUG, batch, group, entries.size());
    }
    return verdicts;
  }

  /**
   * @param merge makes the verdicts of all records from those of the landed ones
   */
  private List<Verdict> land(
      NewBatch batch,
      List<Entry> landed,
      Landing.@Nullable Queued queued,
      List<Submission> group,
      Function<List<Verdict>, List<Verdict>> merge) {
    long start = System.nanoTime();
    Landing landing =
        new Landing(
            batch,
            dataset,
            landed,
            queued,
            verdicts -> answers(batch.run(), group, merge.apply(verdicts)));
    List<Verdict> verdicts = store.accept(landing);
    long nanos = System.nanoTime() - start;
    List<NewBatch> batches = new ArrayList<>(2);
    if (!landed.isEmpty()) {
      batches.add(batch);
    }
    if (queued != null) {
      batches.add(queued.batch());
    }
    int records = landed.size() + (queued == null ? 0 : queued.received());
    List<FeedRequest> requests = group.stream().map(Submission::request).toList();
    observer.accepted(new FeedObserver.Group(batches, requests, records), nanos);
    return merge.apply(verdicts);
  }

  /** Rejected records settle now, in a batch of their own; the others wait for a worker. */
  private List<Verdict> queue(
      NewBatch batch, Instant now, List<Entry> entries, List<Submission> group) {
    List<Entry> rejected = new ArrayList<>();
    List<Entry> accepted = new ArrayList<>();
    for (Entry entry : entries) {
      (entry.processed() instanceof Processed.Rejected ? rejected : accepted).add(entry);
    }
    Landing.Queued queued = null;
    if (!accepted.isEmpty()) {
      NewBatch waiting = newBatch(batch.run(), now, group);
      queued = new Landing.Queued(waiting, accepted.size(), FeedPayload.write(accepted));
    }
    List<Verdict> verdicts =
        land(batch, rejected, queued, group, settled -> merged(entries, settled));
    if (queued != null) {
      note(Level.INFO, queued.batch(), group, queued.received());
    }
    return verdicts;
  }

  private static List<Verdict> merged(List<Entry> entries, List<Verdict> rejections) {
    List<Verdict> all = new ArrayList<>();
    int next = 0;
    for (Entry entry : entries) {
      all.add(
          switch (entry.processed()) {
            case Processed.Accepted accepted -> new Verdict.Accepted(accepted.id());
            case Processed.Rejected rejected -> rejections.get(next++);
          });
    }
    return all;
  }

  private static List<Answer> answers(UUID run, List<Submission> group, List<Verdict> verdicts) {
    List<FeedReply> replies = replies(run, group, verdicts);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      var answer = group.get(i).request().answer();
      if (answer != null) {
        answers.add(answer.apply(replies.get(i)));
      }
    }
    return answers;
  }

  private static List<FeedReply> replies(UUID run, List<Submission> group, List<Verdict> verdicts) {
    List<FeedReply> replies = new ArrayList<>(group.size());
    int from = 0;
    for (Submission submission : group) {
      int to = from + submission.records().size();
      List<String> sources =
          submission.records().stream()
              .map(taken -> taken.source() == null ? "" : taken.source())
              .toList();
      replies.add(new FeedReply(run, verdicts.subList(from, to), sources));
      from = to;
    }
    return replies;
  }

  /** Joins the requests' correlation ids to their batch: from here on the batch's own is logged. */
  private void note(Level level, NewBatch batch, List<Submission> group, int records) {
    log.atLevel(level)
        .addKeyValue("correlationId", batch.correlation())
        .addKeyValue("feed", profile.name())
        .addKeyValue("batch", batch.id())
        .addKeyValue("run", batch.run())
        .addKeyValue("records", records)
        .addKeyValue(
            "requests",
            group.stream().map(submission -> submission.request().correlation()).toList())
        .log("batch accepted");
  }
}

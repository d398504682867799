package dev.sluice.deadletter;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.record.Processed;
import dev.sluice.run.Answer;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators do with dead letters: see what a replay would come to, and have it done. */
public final class Desk {
  /** The name of runs over letters of several definitions. */
  private static final String MANY = "dead-letters";

  private static final long FIRST_LOOK_MILLIS = 5;
  private static final long LONGEST_LOOK_MILLIS = 200;

  private final Replays replays;
  private final Judges judges;
  private final DatasetStore store;
  private final Supplier<UUID> ids;

  public Desk(Replays replays, Judges judges, DatasetStore store, Supplier<UUID> ids) {
    this.replays = replays;
    this.judges = judges;
    this.store = store;
    this.ids = ids;
  }

  /** Empty where the letter's definition is gone, or it is a whole batch. */
  public Optional<Validation> validate(DeadLetter letter, Content content) {
    return letter.whole()
        ? Optional.empty()
        : judge(letter).map(judge -> validate(judge, letter, content));
  }

  private Optional<Judge> judge(DeadLetter letter) {
    return judges.of(letter.run().tenant(), letter.run().kind(), letter.run().name());
  }

  private Validation validate(Judge judge, DeadLetter letter, Content content) {
    return switch (judge.judge(letter, content).processed()) {
      case Processed.Rejected rejected ->
          new Validation(Validation.Verdict.REJECTED, rejected.errors(), null);
      case Processed.Accepted accepted ->
          new Validation(verdict(judge, accepted), List.of(), accepted.id());
    };
  }

  private Validation.Verdict verdict(Judge judge, Processed.Accepted accepted) {
    Dataset dataset = judge.dataset();
    Optional<StoredRecord> stored =
        dataset.key().isEmpty()
            ? Optional.empty()
            : store.find(dataset, judge.tenant(), accepted.id());
    if (stored.isEmpty()) {
      return Validation.Verdict.STORED;
    }
    String fingerprint = HexFormat.of().formatHex(accepted.fingerprint().sha256());
    if (stored.get().fingerprint().equals(fingerprint)) {
      return Validation.Verdict.DUPLICATE;
    }
    return switch (dataset.mode()) {
      case UPSERT -> Validation.Verdict.STORED;
      case INSERT ->
          switch (dataset.onConflict()) {
            case REJECT -> Validation.Verdict.CONFLICT;
            case KEEP -> Validation.Verdict.DUPLICATE;
            case OVERWRITE -> Validation.Verdict.STORED;
          };
    };
  }

  /** What became of it each time it was tried again, the latest first. */
  public List<Outcome> outcomes(DeadLetter letter) {
    return replays.outcomes(letter.id());
  }

  /** What a letter's bytes were sent as: of a whole batch, its records in one body. */
  public byte[] sent(DeadLetter letter, byte[] payload) {
    Optional<Judge> judge = letter.whole() ? judge(letter) : Optional.empty();
    try {
      return judge.map(one -> one.sent(one.pieces(letter, payload))).orElse(payload);
    } catch (IllegalArgumentException e) {
      return payload; // what cannot be read is shown as it is
    }
  }

  /**
   * One letter to be replayed.
   *
   * @param payload becomes its payload first; null leaves it as it is
   * @param onConflict null: as the dataset says
   * @param answer kept in the same commit, made from the ids of the run; null keeps none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Request(
      DeadLetter letter,
      byte @Nullable [] payload,
      Dataset.@Nullable OnConflict onConflict,
      String correlation,
      @Nullable Function<UUID, Answer> answer) {}

  /** What came of asking for a replay. */
  public sealed interface Reply {

    /** It is queued, and nobody else can replay it meanwhile. */
    record Started(UUID run) implements Reply {}

    record NotOpen(DeadLetter letter) implements Reply {}

    /** There is no definition any more that it could be replayed by. */
    record NoDefinition() implements Reply {}

    record Unknown() implements Reply {}
  }

  public Reply replay(Request request) {
    DeadLetter letter = request.letter();
    Optional<Judge> judge = judge(letter);
    if (judge.isEmpty()) {
      return new Reply.NoDefinition();
    }
    NewBatch batch =
        batch(
            letter.run().tenant(),
            letter.run().name(),
            judge.get().dataset().name(),
            judge.get().definition(),
            request.correlation());
    Answer answer = request.answer() == null ? null : request.answer().apply(batch.run());
    var single = new Replays.Single(letter.id(), request.payload(), batch, request.onConflict());
    return switch (replays.start(single, answer)) {
      case Change.Done done -> new Reply.Started(batch.run());
      case Change.NotOpen(DeadLetter now) -> new Reply.NotOpen(now);
      case Change.Stale(DeadLetter now) -> new Reply.NotOpen(now);
      case Change.Unknown unknown -> new Reply.Unknown();
    };
  }

  /** What the letter's replay came to, once it is settled; empty where that takes longer. */
  public Optional<Outcome> await(UUID run, UUID letter, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    long wait = FIRST_LOOK_MILLIS;
    while (true) {
      Optional<Outcome> outcome =
          replays.outcomes(letter).stream()
              .filter(one -> one.run().equals(run) && one.settledAt() != null)
              .findFirst();
      if (outcome.isPresent() || System.nanoTime() > deadline) {
        return outcome;
      }
      TimeUnit.MILLISECONDS.sleep(wait);
      wait = Math.min(2 * wait, LONGEST_LOOK_MILLIS);
    }
  }

  /**
   * The open letters that match a filter.
   *
   * @param letters that can be replayed
   * @param records they stand for
   * @param withoutDefinition letters that cannot, because what judged them is gone
   */
  public record Selection(
      LetterFilter filter, long letters, long records, long withoutDefinition, List<Part> parts) {}

  /** One tenant's part of a selection, which becomes a run of its own. */
  public record Part(String tenant, UUID newest, List<ReplayPlan.Intake> intakes) {}

  public Selection select(LetterFilter filter) {
    long letters = 0;
    long records = 0;
    long without = 0;
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Replays.Matching one : replays.matching(filter)) {
      Optional<Judge> judge = judges.of(one.tenant(), one.kind(), one.name());
      if (judge.isEmpty()) {
        without += one.letters();
        continue;
      }
      letters += one.letters();
      records += one.records();
      Part part =
          parts.computeIfAbsent(
              one.tenant(), tenant -> new Part(tenant, one.newest(), new ArrayList<>()));
      part.intakes()
          .add(
              new ReplayPlan.Intake(
                  one.kind(), one.name(), judge.get().dataset().name(), judge.get().definition()));
      if (one.newest().compareTo(part.newest()) > 0) {
        parts.put(one.tenant(), new Part(one.tenant(), one.newest(), part.intakes()));
      }
    }
    return new Selection(filter, letters, records, without, List.copyOf(parts.values()));
  }

  /**
   * Has a selection replayed, in a run per tenant.
   *
   * @param answer kept in the same commit, made from the runs' keys by id; null keeps none
   */
  public Map<UUID, RunKey> replay(
      Selection selection,
      Dataset.@Nullable OnConflict onConflict,
      String correlation,
      @Nullable Function<Map<UUID, RunKey>, Answer> answer) {
    Map<UUID, RunKey> runs = new LinkedHashMap<>();
    List<Replays.Planned> planned = new ArrayList<>();
    for (Part part : selection.parts()) {
      String name = selection.filter().name();
      var intake = part.intakes().getFirst();
      NewBatch batch =
          batch(
              part.tenant(),
              name == null ? MANY : name,
              intake.dataset(),
              intake.definition(),
              correlation);
      var plan =
          new ReplayPlan(
              selection.filter().withTenant(part.tenant()),
              part.newest(),
              part.intakes(),
              onConflict);
      planned.add(new Replays.Planned(batch, plan));
      runs.put(batch.run(), batch.key());
    }
    replays.begin(planned, answer == null ? null : answer.apply(runs));
    return runs;
  }

  private NewBatch batch(
      String tenant, String name, String dataset, String definition, String correlation) {
    UUID run = ids.get();
    RunKey key = new RunKey(tenant, RunKind.REPLAY, name, run.toString());
    return new NewBatch(ids.get(), run, key, dataset, definition, correlation);
  }
}

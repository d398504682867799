package dev.sluice.deadletter;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Entry;
import dev.sluice.run.Attempt;
import dev.sluice.run.Batch;
import dev.sluice.run.Handler;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off replays: claims a plan's letters step by step, and lands the letters of a batch as
 * their intake's definition judges them now.
 */
public final class ReplayHandler implements Handler {
  private static final Logger log = LoggerFactory.getLogger(ReplayHandler.class);

  /** Letters that one step of a plan claims. */
  private static final int LETTERS = 1_000;

  private final Replays replays;
  private final Judges judges;
  private final DatasetStore store;

  public ReplayHandler(Replays replays, Judges judges, DatasetStore store) {
    this.replays = replays;
    this.judges = judges;
    this.store = store;
  }

  @Override
  public Attempt handle(Lease lease) throws InterruptedException {
    ReplayPayload payload;
    try {
      payload = ReplayPayload.read(lease.batch().payload());
    } catch (IllegalArgumentException e) {
      return new Attempt.Rejected("payload", String.valueOf(e.getMessage()));
    }
    ReplayPlan plan = payload.plan();
    return plan == null ? land(lease, payload.onConflict()) : plan(lease, plan);
  }

  private Attempt plan(Lease lease, ReplayPlan plan) throws InterruptedException {
    Replays.Step step = Replays.Step.MORE;
    while (step == Replays.Step.MORE) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the process stops, or the lease is lost");
      }
      step = replays.step(lease, plan, LETTERS);
    }
    if (step == Replays.Step.STALE) {
      stale(lease);
    }
    return new Attempt.Done();
  }

  private Attempt land(Lease lease, Dataset.@Nullable OnConflict onConflict) {
    Batch batch = lease.batch();
    List<Replays.Held> held = replays.held(batch.id());
    if (held.isEmpty()) {
      return new Attempt.Rejected("count-mismatch", "no letter says that this batch holds it");
    }
    DeadLetter first = held.getFirst().letter();
    Optional<Judge> judge = judges.of(first.run().tenant(), first.run().kind(), first.run().name());
    if (judge.isEmpty()) {
      String what = first.run().kind().label() + " " + first.run().name();
      return new Attempt.RetryAfter(Duration.ofSeconds(30), "no definition of " + what);
    }
    List<Entry> entries;
    try {
      entries = entries(held, judge.get());
    } catch (IllegalArgumentException e) {
      return new Attempt.Rejected("payload", String.valueOf(e.getMessage()));
    }
    if (entries.size() != batch.received()) {
      return new Attempt.Rejected(
          "count-mismatch",
          batch.received() + " records were claimed, the letters hold " + entries.size());
    }
    switch (store.store(lease, judge.get().dataset().resolving(onConflict), entries)) {
      case DatasetStore.StoreResult.Settled settled ->
          log.atInfo()
              .addKeyValue("batch", batch.id())
              .addKeyValue("run", batch.run())
              .addKeyValue("letters", held.size())
              .addKeyValue("records", entries.size())
              .log("letters replayed");
      case DatasetStore.StoreResult.Stale stale -> stale(lease);
    }
    return new Attempt.Done();
  }

  private static List<Entry> entries(List<Replays.Held> held, Judge judge) {
    List<Entry> entries = new ArrayList<>();
    for (Replays.Held one : held) {
      DeadLetter letter = one.letter();
      byte[] payload = one.content().current();
      if (!letter.whole()) {
        var piece = new Judge.Piece(payload, letter.correlation(), entries.size());
        entries.add(entry(letter, piece, judge.judge(letter, one.content())));
        continue;
      }
      for (Judge.Piece piece : judge.pieces(letter, payload)) {
        Content record = new Content(piece.original(), null);
        entries.add(entry(letter, piece, judge.judge(letter, record)));
      }
    }
    return entries;
  }

  private static Entry entry(DeadLetter letter, Judge.Piece piece, Judge.Judgement judgement) {
    return new Entry(
        piece.row(),
        piece.original(),
        piece.correlation(),
        judgement.processed(),
        judgement.source() == null ? letter.source() : judgement.source(),
        letter.id());
  }

  private static void stale(Lease lease) {
    log.atWarn()
        .addKeyValue("batch", lease.batch().id())
        .addKeyValue("epoch", lease.epoch())
        .log("replay refused: the lease is another's now");
  }
}

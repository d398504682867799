package dev.sluice.testing;

import static java.util.stream.Collectors.groupingBy;

import dev.sluice.deadletter.Change;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.deadletter.ReplayPayload;
import dev.sluice.deadletter.ReplayPlan;
import dev.sluice.deadletter.Replays;
import dev.sluice.run.Answer;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.Letter;
import dev.sluice.testing.InMemoryState.RunState;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryReplays implements Replays {
  private final InMemoryState state;
  private final InMemoryLetters letters;
  private final InstantSource clock;

  InMemoryReplays(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.letters = new InMemoryLetters(state);
    this.clock = clock;
  }

  @Override
  public List<Matching> matching(LetterFilter filter) {
    synchronized (state) {
      return open(filter).collect(groupingBy(letter -> intake(letter.run()))).values().stream()
          .map(InMemoryReplays::matching)
          .sorted(Comparator.comparing(Matching::tenant).thenComparing(Matching::name))
          .toList();
    }
  }

  private java.util.stream.Stream<DeadLetter> open(LetterFilter filter) {
    return letters.matching(filter).filter(letter -> letter.state() == DeadLetter.State.OPEN);
  }

  private static String intake(RunKey key) {
    return key.tenant() + '\0' + key.kind() + '\0' + key.name();
  }

  private static Matching matching(List<DeadLetter> found) {
    RunKey key = found.getFirst().run();
    long records = found.stream().mapToLong(DeadLetter::records).sum();
    return new Matching(
        key.tenant(), key.kind(), key.name(), found.size(), records, found.getLast().id());
  }

  @Override
  public Change start(Single replay, @Nullable Answer answer) {
    synchronized (state) {
      Letter letter = state.letters.get(replay.letter());
      if (letter == null) {
        return new Change.Unknown();
      }
      if (letter.letter().state() != DeadLetter.State.OPEN) {
        return new Change.NotOpen(letter.letter());
      }
      if (replay.payload() != null) {
        var edit = InMemoryLetters.Change.of(letter).edited(replay.payload(), clock.instant());
        letters.put(letter, edit);
      }
      openRun(replay.batch());
      claim(replay.batch(), List.of(letter.letter()), replay.onConflict());
      keep(answer);
      return new Change.Done(letters.find(replay.letter()).letter());
    }
  }

  private void openRun(NewBatch batch) {
    state.runs.put(batch.run(), new RunState(batch.run(), batch.key(), clock.instant()));
  }

  private void keep(@Nullable Answer answer) {
    if (answer != null) {
      new InMemoryAnswers(state, clock).keep(answer);
    }
  }

  private void claim(
      NewBatch batch,
      List<DeadLetter> claimed,
      dev.sluice.dataset.Dataset.@Nullable OnConflict onConflict) {
    int records = 0;
    for (DeadLetter letter : claimed) {
      Letter held = letters.find(letter.id());
      letters.put(held, InMemoryLetters.Change.of(held).claimed(batch.id()));
      records += letter.records();
      state.corrections.add(
          new Outcome(
              letter.id(),
              batch.run(),
              batch.id(),
              letter.records(),
              0,
              0,
              0,
              0,
              null,
              null,
              List.of(),
              clock.instant(),
              null));
    }
    byte[] payload = new ReplayPayload(onConflict, null).write();
    state.batches.put(batch.id(), new BatchState(batch, records, payload, clock.instant()));
  }

  @Override
  public void begin(List<Planned> replays, @Nullable Answer answer) {
    synchronized (state) {
      for (Planned replay : replays) {
        openRun(replay.batch());
        byte[] payload = new ReplayPayload(replay.plan().onConflict(), replay.plan()).write();
        state.batches.put(
            replay.batch().id(), new BatchState(replay.batch(), 0, payload, clock.instant()));
      }
      keep(answer);
    }
  }

  @Override
  public Step step(Lease lease, ReplayPlan plan, int limit) {
    synchronized (state) {
      BatchState planned = state.batches.get(lease.batch().id());
      if (planned == null || !planned.holds(lease.epoch())) {
        return Step.STALE;
      }
      UUID run = lease.batch().run();
      Optional<UUID> after =
          state.corrections.stream()
              .filter(one -> one.run().equals(run))
              .map(Outcome::letter)
              .max(Comparator.naturalOrder());
      List<DeadLetter> chosen =
          open(plan.filter())
              .filter(letter -> intake(plan, letter).isPresent())
              .filter(letter -> after.isEmpty() || letter.id().compareTo(after.get()) > 0)
              .filter(letter -> letter.id().compareTo(plan.upTo()) <= 0)
              .limit(limit)
              .toList();
      chosen.stream()
          .collect(groupingBy(letter -> letter.whole() ? letter.id().toString() : key(letter)))
          .values()
          .forEach(together -> claim(batch(lease, plan, together), together, plan.onConflict()));
      if (chosen.size() == limit) {
        return Step.MORE;
      }
      planned.settle(Counts.ZERO, clock.instant());
      return Step.DONE;
    }
  }

  private static String key(DeadLetter letter) {
    return letter.run().kind() + " " + letter.run().name();
  }

  private static Optional<ReplayPlan.Intake> intake(ReplayPlan plan, DeadLetter letter) {
    return plan.intakes().stream()
        .filter(intake -> intake.kind() == letter.run().kind())
        .filter(intake -> intake.name().equals(letter.run().name()))
        .findFirst();
  }

  private static NewBatch batch(Lease lease, ReplayPlan plan, List<DeadLetter> together) {
    ReplayPlan.Intake intake = intake(plan, together.getFirst()).orElseThrow();
    RunKey key = lease.batch().key();
    return new NewBatch(
        Samples.id(),
        lease.batch().run(),
        new RunKey(key.tenant(), key.kind(), intake.name(), key.period()),
        intake.dataset(),
        intake.definition(),
        lease.batch().correlation());
  }

  @Override
  public List<Held> held(UUID batch) {
    synchronized (state) {
      return state.letters.values().stream()
          .filter(letter -> batch.equals(letter.heldBy()))
          .map(letter -> new Held(letter.letter(), letter.content()))
          .toList();
    }
  }

  @Override
  public List<Outcome> outcomes(UUID letter) {
    synchronized (state) {
      return state.corrections.stream()
          .filter(one -> one.letter().equals(letter))
          .toList()
          .reversed();
    }
  }
}

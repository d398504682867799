package dev.sluice.testing;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetter.Resolution;
import dev.sluice.deadletter.Outcome;
import dev.sluice.record.FieldError;
import dev.sluice.run.NewBatch;
import dev.sluice.testing.InMemoryState.Letter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Settles the letters that a batch's entries correct, once each entry has its verdict. */
final class InMemoryCorrections {
  private final InMemoryState state;
  private final InMemoryLetters letters;
  private final NewBatch batch;
  private final Instant now;

  InMemoryCorrections(InMemoryState state, NewBatch batch, Instant now) {
    this.state = state;
    this.letters = new InMemoryLetters(state);
    this.batch = batch;
    this.now = now;
  }

  /** The letter the entry corrects, where this batch may settle it. */
  @Nullable DeadLetter held(Entry entry) {
    Letter letter = entry.corrects() == null ? null : state.letters.get(entry.corrects());
    if (letter == null) {
      return null;
    }
    boolean free = letter.letter().state() == DeadLetter.State.OPEN;
    return free || batch.id().equals(letter.heldBy()) ? letter.letter() : null;
  }

  /** Where its letters stay: with the run that received them. */
  NewBatch origin(DeadLetter letter) {
    return new NewBatch(
        letter.batch(),
        letter.runId(),
        letter.run(),
        batch.dataset(),
        batch.definition(),
        batch.correlation());
  }

  private static final class Tally {
    int stored;
    int duplicate;
    int rejected;
    @Nullable UUID record;
    List<FieldError> errors = List.of();
  }

  void settle(List<Entry> entries, List<Verdict> verdicts) {
    Map<UUID, Tally> tallies = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      DeadLetter letter = held(entries.get(i));
      if (letter != null) {
        add(tallies.computeIfAbsent(letter.id(), id -> new Tally()), verdicts.get(i));
      }
    }
    tallies.forEach(this::settle);
  }

  private static void add(Tally tally, Verdict verdict) {
    switch (verdict) {
      case Verdict.Stored(UUID id) -> {
        tally.stored++;
        tally.record = id;
      }
      case Verdict.Duplicate(UUID id, boolean changed) -> {
        tally.duplicate++;
        tally.record = id;
      }
      case Verdict.Resent resent -> tally.duplicate++;
      case Verdict.Conflict(UUID id, UUID letter, List<FieldError> errors) -> {
        tally.rejected++;
        tally.record = id;
        tally.errors = errors;
      }
      case Verdict.Rejected(UUID letter, List<FieldError> errors) -> {
        tally.rejected++;
        tally.errors = errors;
      }
      case Verdict.Accepted accepted -> throw new IllegalStateException("not a settled verdict");
    }
  }

  private void settle(UUID id, Tally tally) {
    Letter letter = letters.find(id);
    boolean whole = letter.letter().whole();
    boolean failed = tally.rejected > 0 && !whole;
    UUID record = whole ? null : tally.record;
    int records = letter.letter().records();
    String code = failed ? tally.errors.getFirst().code() : null;
    Outcome before =
        state.corrections.stream()
            .filter(one -> one.letter().equals(id) && one.batch().equals(batch.id()))
            .findFirst()
            .orElse(null);
    state.corrections.remove(before);
    state.corrections.add(
        new Outcome(
            id,
            batch.run(),
            batch.id(),
            records,
            tally.stored,
            tally.duplicate,
            tally.rejected,
            0,
            record,
            code,
            failed ? tally.errors : List.of(),
            before == null ? now : before.startedAt(),
            now));
    var change = InMemoryLetters.Change.of(letter);
    letters.put(
        letter,
        failed
            ? change.reopened(Objects.requireNonNull(code), tally.errors)
            : change.landed(
                records - tally.rejected, new Resolution(how(tally), now, record, null)));
  }

  private static Resolution.How how(Tally tally) {
    if (tally.stored > 0) {
      return Resolution.How.STORED;
    }
    return tally.duplicate > 0 ? Resolution.How.DUPLICATE : Resolution.How.SPLIT;
  }
}

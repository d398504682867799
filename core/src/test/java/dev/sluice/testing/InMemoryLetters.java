package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Entry;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetter.State;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.record.FieldError;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.InMemoryState.Letter;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The letters of the fake: making, finding and changing them. */
final class InMemoryLetters {
  private final InMemoryState state;

  InMemoryLetters(InMemoryState state) {
    this.state = state;
  }

  Stream<DeadLetter> matching(LetterFilter filter) {
    Instant from = filter.from();
    Instant to = filter.to();
    List<UUID> ids = filter.ids();
    return state.letters.values().stream()
        .map(Letter::letter)
        .filter(letter -> filter.tenant() == null || filter.tenant().equals(letter.run().tenant()))
        .filter(letter -> filter.kind() == null || filter.kind() == letter.run().kind())
        .filter(letter -> filter.name() == null || filter.name().equals(letter.run().name()))
        .filter(letter -> filter.dataset() == null || filter.dataset().equals(letter.dataset()))
        .filter(letter -> filter.cause() == null || filter.cause() == letter.cause())
        .filter(letter -> filter.code() == null || filter.code().equals(letter.code()))
        .filter(letter -> filter.source() == null || filter.source().equals(letter.source()))
        .filter(letter -> filter.run() == null || filter.run().equals(letter.runId()))
        .filter(letter -> filter.state() == null || filter.state() == letter.state())
        .filter(letter -> from == null || !letter.createdAt().isBefore(from))
        .filter(letter -> to == null || letter.createdAt().isBefore(to))
        .filter(letter -> ids == null || ids.contains(letter.id()))
        .sorted(Comparator.comparing(DeadLetter::id));
  }

  Letter find(UUID id) {
    return requireNonNull(state.letters.get(id));
  }

  static String identity(NewBatch batch, Entry entry, String code) {
    if (batch.key().kind() == RunKind.IMPORT) {
      return "row:" + batch.run() + ":" + entry.row();
    }
    String bytes = HexFormat.of().formatHex(entry.original());
    return String.join("\0", batch.key().name(), batch.key().tenant(), code, bytes);
  }

  /** A rejected record's letter, where received and judged as the batch says. */
  UUID add(NewBatch batch, Entry entry, String code, List<FieldError> errors, Instant now) {
    UUID id = Samples.id();
    DeadLetter letter =
        new DeadLetter(
            id,
            batch.key(),
            batch.run(),
            batch.id(),
            batch.dataset(),
            DeadLetter.Cause.REJECTED,
            code,
            entry.source(),
            entry.row(),
            1,
            errors,
            entry.original().length,
            batch.definition(),
            entry.correlation(),
            State.OPEN,
            now,
            null,
            0,
            1,
            null);
    state.letters.put(id, new Letter(letter, new Content(entry.original(), null), null));
    return id;
  }

  /** All letters of a batch that are open. */
  void dismiss(UUID batch, String reason, Instant now) {
    for (Letter letter : List.copyOf(state.letters.values())) {
      DeadLetter one = letter.letter();
      if (one.batch().equals(batch) && one.state() == State.OPEN) {
        var how = new DeadLetter.Resolution(DeadLetter.Resolution.How.DISMISSED, now, null, reason);
        put(letter, Change.of(letter).dismissed(how));
      }
    }
  }

  /** Changes what a letter's life changes; its version goes up. */
  DeadLetter put(Letter before, Change change) {
    DeadLetter old = before.letter();
    DeadLetter letter =
        new DeadLetter(
            old.id(),
            old.run(),
            old.runId(),
            old.batch(),
            old.dataset(),
            old.cause(),
            change.code(),
            old.source(),
            old.row(),
            change.records(),
            change.errors(),
            old.originalSize(),
            old.definition(),
            old.correlation(),
            change.state(),
            old.createdAt(),
            change.editedAt(),
            change.replays(),
            old.version() + 1,
            change.resolution());
    Content content = new Content(before.content().original(), change.edited());
    state.letters.put(old.id(), new Letter(letter, content, change.heldBy()));
    return letter;
  }

  /** What may change of a letter. */
  @SuppressWarnings("ArrayRecordComponent")
  record Change(
      State state,
      @Nullable UUID heldBy,
      String code,
      List<FieldError> errors,
      int records,
      int replays,
      byte @Nullable [] edited,
      @Nullable Instant editedAt,
      DeadLetter.@Nullable Resolution resolution) {

    static Change of(Letter letter) {
      DeadLetter old = letter.letter();
      return new Change(
          old.state(),
          letter.heldBy(),
          old.code(),
          old.errors(),
          old.records(),
          old.replays(),
          letter.content().edited(),
          old.editedAt(),
          old.resolution());
    }

    Change edited(byte @Nullable [] payload, Instant now) {
      Instant at = payload == null ? null : now;
      return new Change(state, heldBy, code, errors, records, replays, payload, at, resolution);
    }

    Change claimed(UUID batch) {
      return new Change(
          State.REPLAYING, batch, code, errors, records, replays, edited, editedAt, null);
    }

    /** After one more try. */
    Change reopened(String newCode, List<FieldError> newErrors) {
      return new Change(
          State.OPEN, null, newCode, newErrors, records, replays + 1, edited, editedAt, null);
    }

    /** After one more try; {@code left} of its records stay with it. */
    Change landed(int left, DeadLetter.Resolution how) {
      return new Change(
          State.RESOLVED, null, code, errors, left, replays + 1, edited, editedAt, how);
    }

    /** What resolved it is no more. */
    Change opened() {
      return new Change(State.OPEN, null, code, errors, records, replays, edited, editedAt, null);
    }

    Change dismissed(DeadLetter.Resolution how) {
      return new Change(
          State.RESOLVED, null, code, errors, records, replays, edited, editedAt, how);
    }
  }
}

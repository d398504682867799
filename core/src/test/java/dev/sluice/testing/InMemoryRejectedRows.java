package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.imports.RejectedRows;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.Letter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryRejectedRows implements RejectedRows {
  private final InMemoryState state;

  InMemoryRejectedRows(InMemoryState state) {
    this.state = state;
  }

  @Override
  public Map<Integer, UUID> open(UUID run) {
    synchronized (state) {
      Map<Integer, UUID> open = new HashMap<>();
      all(run)
          .filter(row ->
              requireNonNull(state.letters.get(row.letter())).letter().state()
                  == DeadLetter.State.OPEN)
          .sorted(Comparator.comparing(row -> row.corrected() != null))
          .forEach(row -> open.put(row.row(), row.letter()));
      return open;
    }
  }

  @Override
  public List<RejectedRow> after(UUID run, Place place, int limit) {
    synchronized (state) {
      Comparator<Place> order = Comparator.comparing(Place::row).thenComparing(Place::letter);
      return all(run)
          .filter(row -> order.compare(row.place(), place) > 0)
          .sorted(Comparator.comparing(RejectedRow::place, order))
          .limit(limit)
          .toList();
    }
  }

  private Stream<RejectedRow> all(UUID run) {
    Stream<RejectedRow> own =
        state.letters.values().stream()
            .filter(one -> one.letter().runId().equals(run))
            .filter(one -> one.letter().cause() == DeadLetter.Cause.REJECTED)
            .map(one -> row(one, null));
    Map<UUID, Outcome> tries = new HashMap<>();
    state.corrections.stream()
        .filter(one -> one.run().equals(run) && one.rejected() > 0)
        .forEach(one -> tries.putIfAbsent(one.letter(), one));
    return Stream.concat(
        own,
        tries.values().stream()
            .map(one -> row(requireNonNull(state.letters.get(one.letter())), one)));
  }

  private RejectedRow row(Letter one, @Nullable Outcome tried) {
    DeadLetter letter = one.letter();
    return new RejectedRow(
        letter.id(),
        letter.row(),
        tried == null ? letter.errors() : tried.errors(),
        one.content().original(),
        letter.state() == DeadLetter.State.RESOLVED,
        tried == null ? null : chunk(tried));
  }

  private Try chunk(Outcome tried) {
    BatchState batch = requireNonNull(state.batches.get(tried.batch()));
    return new Try(requireNonNull(batch.claim), batch.received);
  }
}

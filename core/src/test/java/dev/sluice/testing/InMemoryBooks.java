package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.run.Books;
import dev.sluice.run.Counts;
import dev.sluice.run.Run;
import dev.sluice.run.RunKind;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryBooks implements Books {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryBooks(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Optional<Run> run(UUID id) {
    synchronized (state) {
      return Optional.ofNullable(state.runs.get(id)).map(this::run);
    }
  }

  private Run run(RunState run) {
    return new Run(run.id, run.key, run.status, run.startedAt, run.closedAt, counts(run));
  }

  private Counts counts(RunState run) {
    Counts counts = run.folded;
    for (BatchState batch : unfolded(run).toList()) {
      counts = counts.plus(batch.counts);
    }
    return counts;
  }

  private Stream<BatchState> unfolded(RunState run) {
    return state.batches.values().stream()
        .filter(batch -> batch.batch.run().equals(run.id) && !batch.folded);
  }

  @Override
  public List<Run> runs(Query query) {
    synchronized (state) {
      return state.runs.values().stream()
          .map(this::run)
          .filter(run -> query.kind() == null || run.key().kind() == query.kind())
          .filter(run -> query.name() == null || run.key().name().equals(query.name()))
          .filter(run -> query.status() == null || run.status() == query.status())
          .filter(run -> query.tenant() == null || run.key().tenant().equals(query.tenant()))
          .filter(run -> query.before() == null || run.id().compareTo(query.before()) < 0)
          .sorted((a, b) -> b.id().compareTo(a.id()))
          .limit(query.limit())
          .toList();
    }
  }

  @Override
  public Totals totals(@Nullable String tenant) {
    synchronized (state) {
      Counts total = Counts.ZERO;
      Map<RunKind, Counts> byKind = new EnumMap<>(RunKind.class);
      for (RunState run : state.runs.values()) {
        boolean asked = tenant == null || run.key.tenant().equals(tenant);
        if (asked && run.inTotals) {
          byKind.merge(run.key.kind(), counts(run), Counts::plus);
          total = total.plus(counts(run));
        }
      }
      long problems =
          open(letter -> tenant == null || letter.run().tenant().equals(tenant))
              .filter(letter -> requireNonNull(state.runs.get(letter.runId())).inTotals)
              .mapToLong(DeadLetter::records)
              .sum();
      return new Totals(total, byKind, problems, total.rejected() + total.dead() - problems);
    }
  }

  private Stream<DeadLetter> open(Predicate<DeadLetter> wanted) {
    return state.letters.values().stream()
        .map(InMemoryState.Letter::letter)
        .filter(letter -> letter.state() != DeadLetter.State.RESOLVED)
        .filter(wanted);
  }

  @Override
  public List<Queue> queues() {
    synchronized (state) {
      List<Queue> queues = new ArrayList<>();
      for (RunKind kind : RunKind.values()) {
        List<BatchState> batches =
            state.batches.values().stream()
                .filter(batch -> batch.batch.key().kind() == kind)
                .toList();
        List<BatchState> ready =
            batches.stream().filter(batch -> batch.state.equals("ready")).toList();
        Instant oldest =
            ready.stream().map(batch -> batch.acceptedAt).min(Instant::compareTo).orElse(null);
        queues.add(
            new Queue(
                kind,
                ready.size(),
                oldest,
                batches.stream().filter(batch -> batch.state.equals("leased")).count(),
                open(letter ->
                        letter.run().kind() == kind && letter.cause() == DeadLetter.Cause.EXHAUSTED)
                    .count(),
                state.paused.contains(kind)));
      }
      return queues;
    }
  }

  @Override
  public List<Difference> audit() {
    synchronized (state) {
      List<Difference> differences = new ArrayList<>();
      for (RunState run : state.runs.values()) {
        long rows =
            state.datasets.values().stream()
                .flatMap(dataset -> dataset.values().stream())
                .filter(row -> row.record().origin().run().equals(run.id))
                .count();
        compare(differences, run, "stored", counts(run).stored(), rows + run.removedRows);
        long letters =
            state.letters.values().stream()
                .filter(letter -> letter.letter().runId().equals(run.id))
                .mapToLong(letter -> letter.letter().records())
                .sum();
        long tries =
            state.corrections.stream()
                .filter(one -> one.run().equals(run.id))
                .mapToLong(one -> one.rejected() + one.dead())
                .sum();
        long problems = counts(run).rejected() + counts(run).dead();
        compare(differences, run, "dead letters", problems, letters + tries + run.removedLetters);
      }
      return differences;
    }
  }

  private static void compare(
      List<Difference> differences, RunState run, String what, long books, long found) {
    if (books != found) {
      differences.add(new Difference(run.id, null, what, books, found));
    }
  }

  @Override
  public int fold(int limit) {
    synchronized (state) {
      List<BatchState> settled =
          state.batches.values().stream()
              .filter(batch -> batch.state.equals("settled") && !batch.folded)
              .limit(limit)
              .toList();
      for (BatchState batch : settled) {
        batch.folded = true;
        RunState run = state.runs.get(batch.batch.run());
        if (run != null) {
          run.folded = run.folded.plus(batch.counts);
        }
        InMemorySenderStore.fold(state.senders, batch);
      }
      return settled.size();
    }
  }

  @Override
  public int closeBefore(String period) {
    synchronized (state) {
      List<RunState> done =
          state.runs.values().stream()
              .filter(run -> run.closedAt == null && run.key.kind() == RunKind.FEED)
              .filter(run -> run.key.period().compareTo(period) < 0)
              .filter(run -> unfolded(run).findAny().isEmpty())
              .toList();
      done.forEach(run -> close(run, Run.Status.COMPLETED));
      return done.size();
    }
  }

  private void close(RunState run, Run.Status status) {
    run.closedAt = clock.instant();
    run.status = status;
  }

  @Override
  public int closeFinished(RunKind kind) {
    synchronized (state) {
      List<RunState> done =
          state.runs.values().stream()
              .filter(run -> run.closedAt == null && run.key.kind() == kind)
              .filter(run -> unfolded(run).findAny().isEmpty())
              .toList();
      done.forEach(run -> close(run, gaveUp(run) ? Run.Status.FAILED : Run.Status.COMPLETED));
      return done.size();
    }
  }

  private boolean gaveUp(RunState run) {
    return state.batches.values().stream()
        .filter(batch -> batch.batch.run().equals(run.id))
        .anyMatch(batch -> batch.received == 0 && batch.gaveUp);
  }

  @Override
  public int purge(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      List<UUID> old =
          state.batches.values().stream()
              .filter(batch -> batch.folded && batch.settledAt.isBefore(before))
              .map(batch -> batch.batch.id())
              .limit(limit)
              .toList();
      old.forEach(state.batches::remove);
      return old.size();
    }
  }
}

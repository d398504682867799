package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Dataset;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.imports.Undos;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.Image;
import dev.sluice.testing.InMemoryState.ImportState;
import dev.sluice.testing.InMemoryState.Letter;
import dev.sluice.testing.InMemoryState.Row;
import dev.sluice.testing.InMemoryState.RunState;
import dev.sluice.testing.InMemoryState.Undone;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryUndos implements Undos {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryUndos(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Optional<UUID> order(UUID id, UUID batch, Duration within) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      Instant now = clock.instant();
      if (one == null
          || one.order.dryRun()
          || one.finished == null
          || !one.finished.isAfter(now.minus(within))) {
        return Optional.empty();
      }
      return Optional.of(undoOf(one).map(run -> run.id).orElseGet(() -> queue(one, batch)));
    }
  }

  private static RunKey key(ImportState one) {
    String period = one.id.toString();
    return new RunKey(one.order.tenant(), RunKind.UNDO, one.order.type(), period);
  }

  private Optional<RunState> undoOf(ImportState one) {
    return state.runs.values().stream().filter(run -> run.key.equals(key(one))).findFirst();
  }

  private UUID queue(ImportState one, UUID batch) {
    RunState run = new RunState(Samples.id(), key(one), clock.instant());
    run.inTotals = false;
    state.runs.put(run.id, run);
    long stored = state.batchesOf(one.run).stream().mapToLong(each -> each.counts.stored()).sum();
    NewBatch made =
        new NewBatch(
            batch,
            run.id,
            run.key,
            one.order.dataset(),
            one.order.definition(),
            one.order.correlation());
    byte[] payload = one.id.toString().getBytes(StandardCharsets.UTF_8);
    state.batches.put(
        batch, new BatchState(made, Math.toIntExact(stored), payload, clock.instant()));
    return run.id;
  }

  @Override
  public boolean step(Lease lease, Dataset dataset) {
    synchronized (state) {
      BatchState holder = requireNonNull(state.batches.get(lease.batch().id()));
      ImportState one =
          requireNonNull(state.imports.get(UUID.fromString(lease.batch().key().period())));
      UUID run = lease.batch().run();
      List<Undone> steps = state.undone.computeIfAbsent(run, key -> new ArrayList<>());
      BatchState next =
          state.batchesOf(one.run).stream()
              .filter(batch -> batch.counts.stored() > 0)
              .filter(
                  batch -> steps.stream().noneMatch(step -> step.batch().equals(batch.batch.id())))
              .max(
                  Comparator.comparing((BatchState batch) -> batch.settledAt)
                      .thenComparing(batch -> batch.batch.id()))
              .orElse(null);
      if (!holder.holds(lease.epoch()) || next == null) {
        return false;
      }
      steps.add(take(next, dataset));
      return true;
    }
  }

  private Undone take(BatchState batch, Dataset dataset) {
    UUID id = batch.batch.id();
    Map<UUID, Row> rows = requireNonNull(state.datasets.get(dataset.name()));
    long reverted = 0;
    for (Row row : List.copyOf(rows.values())) {
      if (row.record().origin().batch().equals(id)) {
        revert(rows, row, dataset);
        reopen(id, row.record().id());
        reverted++;
      }
    }
    requireNonNull(state.runs.get(batch.batch.run())).removedRows += reverted;
    List<UUID> changed =
        state.images.stream()
            .filter(image -> image.dataset().equals(dataset.name()))
            .map(image -> image.row().record())
            .filter(record -> record.origin().batch().equals(id))
            .map(record -> record.id())
            .toList();
    long kept = batch.counts.stored() - reverted;
    List<Reason> why = new ArrayList<>();
    if (!changed.isEmpty()) {
      why.add(new Reason("changed-since", changed.size(), changed));
    }
    if (kept > changed.size()) {
      why.add(new Reason("gone", kept - changed.size(), List.of()));
    }
    return new Undone(id, reverted, kept, why);
  }

  /** The letters that a batch resolved with a record. */
  private void reopen(UUID batch, UUID record) {
    var letters = new InMemoryLetters(state);
    for (Outcome outcome : state.corrections) {
      Letter letter = letters.find(outcome.letter());
      var resolved = letter.letter().resolution();
      if (outcome.batch().equals(batch)
          && resolved != null
          && resolved.how() == DeadLetter.Resolution.How.STORED
          && record.equals(resolved.record())) {
        letters.put(letter, InMemoryLetters.Change.of(letter).opened());
      }
    }
  }

  private void revert(Map<UUID, Row> rows, Row row, Dataset dataset) {
    Image image = imageOf(row);
    InMemorySettlement.addToStatistics(state, dataset, row, BigDecimal.ONE.negate());
    if (image == null) {
      rows.remove(row.record().id());
      return;
    }
    Row before = image.row();
    state.images.remove(image);
    rows.put(before.record().id(), before);
    InMemorySettlement.addToStatistics(state, dataset, before, BigDecimal.ONE);
    // What was replaced was noted as removed; now it is there again. What replaced it is gone, and
    // the caller notes that.
    requireNonNull(state.runs.get(before.record().origin().run())).removedRows--;
  }

  private @Nullable Image imageOf(Row row) {
    return state.images.stream()
        .filter(image -> image.byBatch().equals(row.record().origin().batch()))
        .filter(image -> image.row().record().id().equals(row.record().id()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public boolean settle(Lease lease) {
    synchronized (state) {
      BatchState batch = requireNonNull(state.batches.get(lease.batch().id()));
      if (!batch.holds(lease.epoch())) {
        return false;
      }
      UUID run = lease.batch().run();
      long reverted =
          state.undone.getOrDefault(run, List.of()).stream().mapToLong(Undone::reverted).sum();
      long kept = batch.received - reverted;
      batch.settle(new Counts(batch.received, reverted, kept, kept, 0, 0), clock.instant());
      requireNonNull(state.runs.get(run)).removedRows += reverted;
      state.close(run, Run.Status.COMPLETED, clock.instant());
      return true;
    }
  }

  @Override
  public Optional<Report> report(UUID id) {
    synchronized (state) {
      return Optional.ofNullable(state.imports.get(id)).flatMap(this::undoOf).map(this::report);
    }
  }

  private Report report(RunState run) {
    long reverted = 0;
    long kept = 0;
    Map<String, Reason> why = new LinkedHashMap<>();
    for (Undone step : state.undone.getOrDefault(run.id, List.of())) {
      reverted += step.reverted();
      kept += step.kept();
      step.why().forEach(reason -> why.merge(reason.code(), reason, InMemoryUndos::both));
    }
    return new Report(run.id, run.closedAt != null, reverted, kept, List.copyOf(why.values()));
  }

  private static Reason both(Reason one, Reason other) {
    List<UUID> examples = new ArrayList<>(one.examples());
    examples.addAll(other.examples());
    return new Reason(one.code(), one.count() + other.count(), examples);
  }
}

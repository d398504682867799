package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportQueue;
import dev.sluice.imports.ImportStatus;
import dev.sluice.record.FieldError;
import dev.sluice.run.Counts;
import dev.sluice.run.Run;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.ImportState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

final class InMemoryImportQueue implements ImportQueue {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryImportQueue(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public List<UUID> admit(Room room) {
    synchronized (state) {
      List<UUID> admitted = new ArrayList<>();
      state.imports.values().stream()
          .filter(one -> one.waitsOrRuns() && one.admitted == null)
          .sorted(
              Comparator.comparing((ImportState one) -> requireNonNull(one.queued))
                  .thenComparing(one -> one.id))
          .forEach(one -> {
            if (fits(one, room)) {
              one.admitted = clock.instant();
              state.batchesOf(one.run).stream()
                  .filter(batch -> batch.state.equals("held"))
                  .forEach(batch -> batch.state = "ready");
              admitted.add(one.id);
            }
          });
      return admitted;
    }
  }

  private boolean fits(ImportState one, Room room) {
    Import.Order order = one.order;
    Predicate<ImportState> same = other -> other.order.tenant().equals(order.tenant());
    Integer most = room.perType().get(order.type());
    return underWay(same) < room.perTenant()
        && (most == null
            || underWay(same.and(other -> other.order.type().equals(order.type()))) < most);
  }

  private long underWay(Predicate<ImportState> which) {
    return state.imports.values().stream()
        .filter(one -> one.waitsOrRuns() && one.admitted != null)
        .filter(which)
        .count();
  }

  @Override
  public boolean start(UUID id) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      if (one == null || one.status != ImportStatus.QUEUED) {
        return false;
      }
      one.status = ImportStatus.RUNNING;
      one.started = one.started == null ? clock.instant() : one.started;
      return true;
    }
  }

  private boolean isFinishable(ImportState one) {
    return one.waitsOrRuns()
        && one.admitted != null
        && state.batchesOf(one.run).stream().allMatch(batch -> batch.state.equals("settled"));
  }

  @Override
  public boolean finish(UUID id) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      if (one == null || !isFinishable(one)) {
        return false;
      }
      Counts counts = requireNonNull(state.runs.get(one.run)).folded;
      for (BatchState batch : state.batchesOf(one.run)) {
        counts = batch.folded ? counts : counts.plus(batch.counts);
      }
      one.status =
          counts.dead() > 0
              ? ImportStatus.FAILED
              : counts.rejected() > 0 ? ImportStatus.COMPLETED_WITH_ERRORS : ImportStatus.COMPLETED;
      if (counts.dead() > 0) {
        one.trouble =
            new Import.Trouble(
                "dead-chunks",
                counts.dead() + " rows could not be processed; their chunks are dead letters");
      }
      one.finished = clock.instant();
      one.started = one.started == null ? clock.instant() : one.started;
      boolean failed = one.status == ImportStatus.FAILED;
      state.close(one.run, failed ? Run.Status.FAILED : Run.Status.COMPLETED, clock.instant());
      state.dryRuns.remove(one.run);
      return true;
    }
  }

  @Override
  public List<UUID> finishable(int limit) {
    synchronized (state) {
      return state.imports.values().stream()
          .filter(this::isFinishable)
          .limit(limit)
          .map(one -> one.id)
          .toList();
    }
  }

  @Override
  public List<UUID> rest(Duration silence) {
    synchronized (state) {
      Instant before = clock.instant().minus(silence);
      List<ImportState> resting =
          state.imports.values().stream()
              .filter(one -> one.status == ImportStatus.RUNNING)
              .filter(one -> requireNonNull(one.started).isBefore(before))
              .filter(one -> !isFinishable(one))
              .filter(one ->
                  state.batchesOf(one.run).stream().noneMatch(batch -> seenSince(batch, before)))
              .toList();
      resting.forEach(one -> one.status = ImportStatus.QUEUED);
      return resting.stream().map(one -> one.id).toList();
    }
  }

  private static boolean seenSince(BatchState batch, Instant before) {
    return batch.renewedAt != null && batch.renewedAt.isAfter(before)
        || batch.state.equals("settled") && batch.settledAt.isAfter(before);
  }

  @Override
  public boolean cancel(UUID id) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      if (one == null || one.status.isFinal()) {
        return false;
      }
      one.status = ImportStatus.CANCELLED;
      one.finished = clock.instant();
      one.busyBy = null;
      state.close(one.run, Run.Status.CANCELLED, clock.instant());
      state.batchesOf(one.run).stream()
          .filter(batch -> !batch.state.equals("settled"))
          .forEach(this::bury);
      state.dryRuns.remove(one.run);
      return true;
    }
  }

  private void bury(BatchState batch) {
    FieldError error =
        new FieldError(
            "cancelled",
            "",
            null,
            "the import was cancelled before these rows",
            "import the file again to have them");
    new InMemoryBatchStore(state, clock).buryWhole(batch, error);
    new InMemoryLetters(state)
        .dismiss(batch.batch.id(), "the import was cancelled", clock.instant());
    batch.epoch++;
    batch.settle(new Counts(batch.received, 0, 0, 0, 0, batch.received), clock.instant());
  }
}

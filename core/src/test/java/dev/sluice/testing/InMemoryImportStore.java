package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.ImportStore;
import dev.sluice.run.Claim;
import dev.sluice.run.Counts;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.ImportState;
import dev.sluice.testing.InMemoryState.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryImportStore implements ImportStore {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryImportStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Import create(UUID id, Import.Order order) {
    synchronized (state) {
      Instant now = clock.instant();
      RunKey key = new RunKey(order.tenant(), RunKind.IMPORT, order.type(), id.toString());
      RunState run = new RunState(Samples.id(), key, now);
      run.inTotals = !order.dryRun() && order.corrects() == null;
      state.runs.put(run.id, run);
      state.imports.put(id, new ImportState(id, run.id, order, now));
      return find(id).orElseThrow();
    }
  }

  @Override
  public Optional<Import> find(UUID id) {
    synchronized (state) {
      return Optional.ofNullable(state.imports.get(id)).map(this::read);
    }
  }

  private Import read(ImportState one) {
    List<BatchState> batches = state.batchesOf(one.run);
    Counts counts = requireNonNull(state.runs.get(one.run)).folded;
    long bytes = 0;
    for (BatchState batch : batches) {
      counts = batch.folded ? counts : counts.plus(batch.counts);
      Claim claim = batch.claim;
      boolean done = batch.state.equals("settled") && batch.counts.dead() == 0;
      bytes += done && claim != null ? claim.length() : 0;
    }
    Instant settled = null;
    Instant renewed = null;
    for (BatchState batch : batches) {
      settled = later(settled, batch.settledAt.equals(Instant.MAX) ? null : batch.settledAt);
      renewed = later(renewed, batch.renewedAt);
    }
    return new Import(
        one.id,
        one.run,
        one.order,
        one.status,
        one.upload,
        one.file,
        one.trouble,
        new Import.Work(bytes, renewed, settled),
        counts,
        new Import.Times(one.created, one.queued, one.started, one.finished));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isAfter(one) ? other : one;
  }

  @Override
  public List<Import> list(Query query) {
    synchronized (state) {
      return state.imports.values().stream()
          .filter(one -> query.tenant() == null || query.tenant().equals(one.order.tenant()))
          .filter(one -> query.type() == null || query.type().equals(one.order.type()))
          .filter(one -> query.status() == null || query.status() == one.status)
          .filter(one -> query.before() == null || one.id.compareTo(query.before()) < 0)
          .sorted((a, b) -> b.id.compareTo(a.id))
          .limit(query.limit())
          .map(this::read)
          .toList();
    }
  }

  @Override
  public boolean fail(UUID id, Import.Trouble trouble) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      if (one == null || one.status != ImportStatus.UPLOADING) {
        return false;
      }
      one.status = ImportStatus.FAILED;
      one.trouble = trouble;
      one.finished = clock.instant();
      one.busyBy = null;
      state.close(one.run, Run.Status.FAILED, clock.instant());
      return true;
    }
  }

  @Override
  public boolean remove(UUID id) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      if (one == null || one.status != ImportStatus.UPLOADING) {
        return false;
      }
      state.imports.remove(id);
      state.runs.remove(one.run);
      return true;
    }
  }

  @Override
  public List<UUID> withFile(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      return state.imports.values().stream()
          .filter(one -> one.file != null && one.file.object() != null)
          .filter(one -> one.finished != null && one.finished.isBefore(before))
          .sorted(Comparator.comparing(one -> requireNonNull(one.finished)))
          .limit(limit)
          .map(one -> one.id)
          .toList();
    }
  }

  @Override
  public void forgetFile(UUID id) {
    synchronized (state) {
      ImportState one = requireNonNull(state.imports.get(id));
      ImportFile file = requireNonNull(one.file);
      one.file =
          new ImportFile(null, null, file.sha256(), file.format(), file.rows(), file.bytes());
    }
  }
}

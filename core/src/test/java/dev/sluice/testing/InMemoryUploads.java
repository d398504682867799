package dev.sluice.testing;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.Uploads;
import dev.sluice.run.Answer;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.ImportState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryUploads implements Uploads {
  private static final Duration ONE_REQUEST = Duration.ofSeconds(10);

  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryUploads(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  private @Nullable ImportState uploading(UUID id) {
    ImportState one = state.imports.get(id);
    return one == null || one.status != ImportStatus.UPLOADING ? null : one;
  }

  private boolean free(ImportState one) {
    return one.busyBy == null || one.busyUntil.isBefore(clock.instant());
  }

  @Override
  public boolean take(UUID id, UUID ticket, Duration duration) {
    synchronized (state) {
      ImportState one = uploading(id);
      if (one == null || !free(one)) {
        return false;
      }
      one.busyBy = ticket;
      one.busyUntil = clock.instant().plus(duration);
      return true;
    }
  }

  @Override
  public boolean progress(UUID id, UUID ticket, Import.Upload upload, Duration duration) {
    synchronized (state) {
      ImportState one = uploading(id);
      if (one == null || !ticket.equals(one.busyBy)) {
        return false;
      }
      one.upload = upload;
      one.busyUntil = clock.instant().plus(duration);
      return true;
    }
  }

  @Override
  public void release(UUID id, UUID ticket) {
    synchronized (state) {
      ImportState one = state.imports.get(id);
      if (one != null && ticket.equals(one.busyBy)) {
        one.busyBy = null;
      }
    }
  }

  @Override
  public boolean queue(
      UUID id, UUID ticket, ImportFile file, List<NewChunk> chunks, @Nullable Answer answer) {
    synchronized (state) {
      ImportState one = uploading(id);
      if (one == null || !ticket.equals(one.busyBy)) {
        return false;
      }
      one.status = ImportStatus.QUEUED;
      one.queued = clock.instant();
      one.file = file;
      one.busyBy = null;
      chunks.forEach(chunk -> hold(one, chunk));
      if (answer != null) {
        new InMemoryAnswers(state, clock).keep(answer);
      }
      return true;
    }
  }

  /** Chunks of a dry run have a lane, since each is judged by what those before it came to. */
  private void hold(ImportState one, NewChunk chunk) {
    Import.Order order = one.order;
    RunKey key = new RunKey(order.tenant(), RunKind.IMPORT, order.type(), one.id.toString());
    NewBatch batch =
        new NewBatch(
            chunk.batch(),
            one.run,
            key,
            order.dataset(),
            order.definition(),
            order.correlation(),
            order.dryRun() ? "dry-run:" + one.run : null,
            null);
    BatchState made = new BatchState(batch, chunk.rows(), null, clock.instant());
    made.state = "held";
    made.claim = chunk.claim();
    state.batches.put(chunk.batch(), made);
  }

  @Override
  public List<UUID> abandoned(Duration age, int limit) {
    synchronized (state) {
      Instant now = clock.instant();
      return unattended()
          .filter(one ->
              one.created.isBefore(now.minus(age))
                  || !one.order.resumable() && one.created.isBefore(now.minus(ONE_REQUEST)))
          .limit(limit)
          .map(one -> one.id)
          .toList();
    }
  }

  @Override
  public List<UUID> unfinished(int limit) {
    synchronized (state) {
      return unattended()
          .filter(one -> Objects.equals(one.order.size(), one.upload.bytes()))
          .filter(one -> one.upload.parts() > 0)
          .limit(limit)
          .map(one -> one.id)
          .toList();
    }
  }

  private Stream<ImportState> unattended() {
    return state.imports.values().stream()
        .filter(one -> one.status == ImportStatus.UPLOADING && free(one))
        .sorted(Comparator.comparing(one -> one.created));
  }
}

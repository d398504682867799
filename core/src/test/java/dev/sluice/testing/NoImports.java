package dev.sluice.testing;

import dev.sluice.dataset.Dataset;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportQueue;
import dev.sluice.imports.ImportStore;
import dev.sluice.imports.RejectedRows;
import dev.sluice.imports.Undos;
import dev.sluice.imports.Uploads;
import dev.sluice.imports.ImportFile;
import dev.sluice.run.Answer;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** For servers without imports: there are none, and none can be made. */
public final class NoImports implements ImportStore, ImportQueue, Uploads, RejectedRows, Undos {
  @Override
  public Import create(UUID id, Import.Order order) {
    throw new IllegalStateException("a server without imports was asked for one");
  }

  @Override
  public Optional<Import> find(UUID id) {
    return Optional.empty();
  }

  @Override
  public List<Import> list(Query query) {
    return List.of();
  }

  @Override
  public boolean fail(UUID id, Import.Trouble trouble) {
    return false;
  }

  @Override
  public boolean remove(UUID id) {
    return false;
  }

  @Override
  public List<UUID> withFile(Duration age, int limit) {
    return List.of();
  }

  @Override
  public void forgetFile(UUID id) {}

  @Override
  public List<UUID> admit(int perTenant) {
    return List.of();
  }

  @Override
  public boolean start(UUID id) {
    return false;
  }

  @Override
  public boolean finish(UUID id) {
    return false;
  }

  @Override
  public List<UUID> finishable(int limit) {
    return List.of();
  }

  @Override
  public List<UUID> rest(Duration silence) {
    return List.of();
  }

  @Override
  public boolean cancel(UUID id) {
    return false;
  }

  @Override
  public boolean take(UUID id, UUID ticket, Duration duration) {
    return false;
  }

  @Override
  public boolean progress(UUID id, UUID ticket, Import.Upload upload, Duration duration) {
    return false;
  }

  @Override
  public void release(UUID id, UUID ticket) {}

  @Override
  public boolean queue(
      UUID id, UUID ticket, ImportFile file, List<NewChunk> chunks, @Nullable Answer answer) {
    return false;
  }

  @Override
  public List<UUID> abandoned(Duration age, int limit) {
    return List.of();
  }

  @Override
  public List<UUID> unfinished(int limit) {
    return List.of();
  }

  @Override
  public Map<Integer, UUID> open(UUID run) {
    return Map.of();
  }

  @Override
  public List<RejectedRow> after(UUID run, int row, int limit) {
    return List.of();
  }

  @Override
  public Optional<UUID> order(UUID id, UUID batch, Duration within) {
    return Optional.empty();
  }

  @Override
  public boolean step(Lease lease, Dataset dataset) {
    return false;
  }

  @Override
  public boolean settle(Lease lease) {
    return false;
  }

  @Override
  public Optional<Report> report(UUID id) {
    return Optional.empty();
  }
}

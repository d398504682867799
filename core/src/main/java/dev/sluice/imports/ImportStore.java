package dev.sluice.imports;

import dev.sluice.run.BackendException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: imports by id. Every method is atomic and durable when it returns, safe to call from any
 * thread and any number of processes, and throws {@link BackendException} where the backend fails.
 */
public interface ImportStore {

  /** Makes an import in status uploading, and its run. */
  Import create(UUID id, Import.Order order);

  Optional<Import> find(UUID id);

  /** Newest first. */
  List<Import> list(Query query);

  /**
   * Ends an import that was never queued, and closes its run. False where it was, or is over:
   * nothing changed.
   */
  boolean fail(UUID id, Import.Trouble trouble);

  /** Forgets an import that was never queued, and its run, as if it had not been asked for. */
  boolean remove(UUID id);

  /** Imports that are over since longer than {@code age} and whose file is still kept. */
  List<UUID> withFile(Duration age, int limit);

  /** Notes that the file is kept no longer. */
  void forgetFile(UUID id);

  /**
   * Which imports; null means any.
   *
   * @param before only those that come after this one in the listing's order
   */
  record Query(
      @Nullable String tenant,
      @Nullable String type,
      @Nullable ImportStatus status,
      @Nullable UUID before,
      int limit) {}
}

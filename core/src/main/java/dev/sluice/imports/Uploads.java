package dev.sluice.imports;

import dev.sluice.run.Answer;
import dev.sluice.run.Claim;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: imports while their files come in. At most one caller is at an upload at a time: it holds
 * the upload by a ticket of its own, prolongs that while bytes come, and loses it when it is silent
 * for too long. Atomic, durable and thread-safe as {@link ImportStore}.
 */
public interface Uploads {

  /** False where the import is not uploading, or somebody else is at it. */
  boolean take(UUID id, UUID ticket, Duration duration);

  /** Notes what is kept and prolongs the hold. False: it is no longer this ticket's. */
  boolean progress(UUID id, UUID ticket, Import.Upload upload, Duration duration);

  /** Lets go of the upload, which may go on later. */
  void release(UUID id, UUID ticket);

  /**
   * The file is there: its chunks become batches that are held until the import is admitted, and
   * the answer is kept, all at once. False: the upload is no longer this ticket's, nothing changed.
   */
  boolean queue(
      UUID id, UUID ticket, ImportFile file, List<NewChunk> chunks, @Nullable Answer answer);

  /**
   * Uploads that nobody is at: begun in one request that died, or made longer than {@code age} ago
   * and never finished.
   */
  List<UUID> abandoned(Duration age, int limit);

  /**
   * Uploads that are there whole, of the size that was announced, and that nobody is at: whoever
   * took them in died before the last step.
   */
  List<UUID> unfinished(int limit);

  /** A chunk of the file, to become a batch. */
  record NewChunk(UUID batch, Claim claim, int rows) {}
}

package dev.sluice.imports;

import dev.sluice.run.Counts;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bulk load as it stands.
 *
 * @param run has its books
 * @param upload how far its file has come
 * @param file null until the file is there whole, and where it could not be taken
 * @param problem why it failed; null unless it did
 * @param work what its workers have done
 * @param counts the books
 */
public record Import(
    UUID id,
    UUID run,
    Order order,
    ImportStatus status,
    Upload upload,
    @Nullable ImportFile file,
    @Nullable Trouble problem,
    Work work,
    Counts counts,
    Times times) {

  /**
   * What was asked for.
   *
   * @param type name of the import's definition
   * @param definition content hash it is processed by
   * @param dryRun everything is judged, nothing lands
   * @param corrects the import whose rejected rows come again; null for a load of its own
   * @param size bytes that were announced; null where they were not
   * @param digest SHA-256 that was announced, hexadecimal
   * @param resumable its file comes in requests of its own, which may be interrupted
   * @param correlation of the request that asked for it
   */
  public record Order(
      String tenant,
      String type,
      String dataset,
      String definition,
      boolean dryRun,
      @Nullable UUID corrects,
      @Nullable String fileName,
      @Nullable String contentType,
      @Nullable Long size,
      @Nullable String digest,
      boolean resumable,
      String correlation) {}

  /**
   * How much of an announced upload is there.
   *
   * @param bytes that are kept
   * @param parts they are kept in
   */
  public record Upload(long bytes, int parts) {}

  /** Why an import failed: for people, without data. */
  public record Trouble(String code, String detail) {}

  /**
   * How far its chunks are.
   *
   * @param bytesDone of chunks that are settled and not dead
   * @param heartbeat when a worker last said that it is at it, done or not
   * @param lastSettled when the newest of its chunks was
   */
  public record Work(long bytesDone, @Nullable Instant heartbeat, @Nullable Instant lastSettled) {}

  /** When it came to what. */
  public record Times(
      Instant created,
      @Nullable Instant queued,
      @Nullable Instant started,
      @Nullable Instant finished) {}

  /** Landed, there already, or rejected; rows of a chunk that is dead are none of these. */
  public long rowsDone() {
    return counts.stored() + counts.duplicate() + counts.rejected();
  }

  /** The key of its file as sent. */
  public String objectKey() {
    return objectKey(id);
  }

  static String objectKey(UUID id) {
    return "imports/" + id + "/file";
  }

  /** The key of the copy that is made where the file cannot be cut by byte range. */
  static String copyKey(UUID id) {
    return "imports/" + id + "/rows";
  }

  /** The key of one part of a resumable upload. */
  static String partKey(UUID id, int part) {
    return String.format(java.util.Locale.ROOT, "imports/%s/part-%08d", id, part);
  }
}

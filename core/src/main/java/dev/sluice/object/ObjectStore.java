package dev.sluice.object;

import dev.sluice.run.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: whole objects by key. Safe from any thread and any number of processes. A committed object
 * is durable, and every read that starts later sees it. Objects are not changed: a second commit
 * under the key replaces the object for reads that start after it, and a read under way goes on
 * with what it opened or fails.
 *
 * <p>A key is 1 to 1,024 bytes of UTF-8 without NUL; anything else may be in it, and no two keys
 * are one ({@link ObjectKey#check}). Methods throw {@link IllegalArgumentException} for other keys
 * and {@link BackendException} where the backend fails.
 */
public interface ObjectStore {

  /**
   * Starts an object. Nothing of it is visible before {@link ObjectWriter#commit}, and nothing
   * stays without one.
   *
   * @param metadata kept with the object; names and values of printable ASCII, 2 KiB in all
   */
  ObjectWriter create(String key, Map<String, String> metadata);

  /**
   * Stores all of a stream, replacing what is there.
   *
   * @throws IOException only where {@code content} throws it; nothing was stored
   */
  default StoredObject put(String key, InputStream content) throws IOException {
    try (ObjectWriter writer = create(key, Map.of())) {
      writer.writeAll(content);
      return writer.commit();
    }
  }

  /** As {@link #put}, unless there is an object under the key: then empty, and it is untouched. */
  default Optional<StoredObject> putIfAbsent(String key, InputStream content) throws IOException {
    try (ObjectWriter writer = create(key, Map.of())) {
      writer.writeAll(content);
      return writer.commitIfAbsent();
    }
  }

  Optional<StoredObject> stat(String key);

  /**
   * The bytes from an offset on; fewer than asked for only where the object ends before. The caller
   * closes it.
   *
   * @param length may reach beyond the end; 0 and an offset at or beyond the end give no bytes
   * @throws NoSuchObjectException if there is none
   */
  InputStream read(String key, long offset, long length);

  /** All of it. */
  default InputStream read(String key) {
    return read(key, 0, Long.MAX_VALUE);
  }

  /**
   * Up to {@code limit} objects whose key starts with the prefix, in the order of their keys' UTF-8
   * bytes; fewer only where there are no more. In bounded memory, however many there are. Objects
   * that come or go meanwhile may be in it or not.
   *
   * @param after only keys after this one; null from the start
   */
  List<StoredObject> list(String prefix, @Nullable String after, int limit);

  /** True if there was one. */
  boolean delete(String key);

  /**
   * For adapters: what every store takes as metadata.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Map<String, String> checkMetadata(Map<String, String> metadata) {
    return Metadata.check(metadata);
  }
}

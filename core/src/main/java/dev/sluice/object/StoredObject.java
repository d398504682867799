package dev.sluice.object;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object without reading it.
 *
 * @param size bytes
 * @param sha256 of its bytes, hexadecimal; null where something else than this store wrote it
 * @param crc32c of its bytes, 8 hexadecimal digits; null likewise
 * @param modified when it was committed
 * @param version differs from that of any other commit under the key; opaque
 */
public record StoredObject(
    String key,
    long size,
    @Nullable String sha256,
    @Nullable String crc32c,
    Instant modified,
    String version,
    Map<String, String> metadata) {

  public StoredObject {
    metadata = Map.copyOf(metadata);
  }
}

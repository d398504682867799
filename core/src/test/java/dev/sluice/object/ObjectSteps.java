package dev.sluice.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts and reads text. */
interface ObjectSteps {

  /** Fresh and empty; the same for all calls of a test. */
  ObjectStore store();

  default StoredObject put(String key, String content) throws IOException {
    return store().put(key, new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  default Optional<StoredObject> putIfAbsent(String key, String content) throws IOException {
    return store().putIfAbsent(key, new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  default String read(String key) throws IOException {
    try (InputStream in = store().read(key)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  default String read(String key, long offset, long length) throws IOException {
    try (InputStream in = store().read(key, offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  default List<String> keys(String prefix, @Nullable String after, int limit) {
    return store().list(prefix, after, limit).stream().map(StoredObject::key).toList();
  }
}

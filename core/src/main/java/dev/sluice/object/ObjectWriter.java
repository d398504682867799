package dev.sluice.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An object being written, for one thread. Closed without a commit, nothing of it stays. */
public interface ObjectWriter extends AutoCloseable {

  /** Appends. The array may be used again at once. */
  void write(byte[] bytes, int offset, int length);

  /**
   * Appends all of a stream.
   *
   * @throws IOException only where {@code content} throws it
   */
  default void writeAll(InputStream content) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      write(buffer, 0, read);
    }
  }

  /** Makes it durable and visible, replacing what is there. Once only. */
  StoredObject commit();

  /** As {@link #commit}, unless there is an object under the key: then empty, and all is undone. */
  Optional<StoredObject> commitIfAbsent();

  @Override
  void close();
}

package dev.sluice.file;

import dev.sluice.object.StoredObject;
import java.util.List;

/**
 * A file that was stored, recognised and cut.
 *
 * @param original as sent, with size and hash
 * @param readable key of what the chunks refer to: the original's, or a copy's
 * @param rows records in all, the sum of the chunks'
 * @param chunks in order; none for a file without rows
 */
public record Received(
    FileFormat format, StoredObject original, String readable, long rows, List<Chunk> chunks) {

  public Received {
    chunks = List.copyOf(chunks);
  }
}

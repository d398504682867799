package dev.sluice.imports;

import dev.sluice.file.Chunk;
import dev.sluice.file.ChunkReader;
import dev.sluice.file.FileFormat;
import dev.sluice.file.Row;
import dev.sluice.imports.RejectedRows.RejectedRow;
import dev.sluice.imports.RejectedRows.Try;
import dev.sluice.object.NoSuchObjectException;
import dev.sluice.object.ObjectStore;
import dev.sluice.run.Claim;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What rejected rows are in the file of their run: of a correction, as they were corrected. Those
 * are read from the file again, a chunk at a time, for as long as it is kept. Thread-safe.
 */
public final class RejectedBytes {
  private final ObjectStore objects;

  public RejectedBytes(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * By letter.
   *
   * @param format of the run's file
   * @throws NoSuchObjectException where the file is kept no longer, and rows are asked for that are
   *     nowhere else
   */
  public Map<UUID, byte[]> of(List<RejectedRow> rows, FileFormat format) {
    Map<UUID, byte[]> bytes = new HashMap<>();
    Map<Try, Map<Long, UUID>> wanted = new HashMap<>();
    for (RejectedRow row : rows) {
      Try corrected = row.corrected();
      if (corrected == null) {
        bytes.put(row.letter(), row.original());
      } else {
        wanted
            .computeIfAbsent(corrected, key -> new HashMap<>())
            .put((long) row.row(), row.letter());
      }
    }
    wanted.forEach((tried, letters) -> read(tried, letters, format, bytes));
    return bytes;
  }

  private void read(
      Try tried, Map<Long, UUID> letters, FileFormat format, Map<UUID, byte[]> bytes) {
    Claim claim = tried.claim();
    Chunk chunk =
        new Chunk(
            claim.object(),
            claim.offset(),
            claim.length(),
            claim.firstRow(),
            claim.firstLine(),
            tried.rows());
    ChunkReader reader = ChunkReader.open(objects, format, chunk);
    Set<Long> left = new HashSet<>(letters.keySet());
    for (Row row = reader.next(); row != null && !left.isEmpty(); row = reader.next()) {
      long number = row.corrects().orElse(0);
      UUID letter = letters.get(number);
      if (letter != null && left.remove(number)) {
        bytes.put(letter, row.original());
      }
    }
  }
}

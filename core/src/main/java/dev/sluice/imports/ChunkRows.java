package dev.sluice.imports;

import dev.sluice.dataset.RowSource;
import dev.sluice.dataset.Uncalled;
import dev.sluice.file.Chunk;
import dev.sluice.file.ChunkReader;
import dev.sluice.file.FileFormat;
import dev.sluice.file.Row;
import dev.sluice.file.RowProcessor;
import dev.sluice.object.ObjectStore;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of one chunk on their way into a dataset. For one thread. */
final class ChunkRows implements RowSource {
  private final ObjectStore objects;
  private final FileFormat format;
  private final Chunk chunk;
  private final RowProcessor processor;
  private final Instant processedAt;
  private final @Nullable Map<Integer, UUID> correctable;

  /**
   * @param correctable letters that rows may correct, by their row's number; null where they
   *     correct nothing
   */
  ChunkRows(
      ObjectStore objects,
      FileFormat format,
      Chunk chunk,
      RowProcessor processor,
      Instant processedAt,
      @Nullable Map<Integer, UUID> correctable) {
    this.objects = objects;
    this.format = format;
    this.chunk = chunk;
    this.processor = processor;
    this.processedAt = processedAt;
    this.correctable = correctable;
  }

  @Override
  public int read(Sink sink) {
    ChunkReader reader = ChunkReader.open(objects, format, chunk);
    TypedRow values = new TypedRow(processor.schema());
    Map<Integer, UUID> open = correctable == null ? null : new HashMap<>(correctable);
    At at = new At();
    int count = 0;
    for (Row row = reader.next(); row != null; row = reader.next()) {
      count++;
      at.row = row;
      at.corrects = null;
      Processed.Rejected why = open == null ? null : uncalledFor(at, open);
      if (why == null) {
        why = processor.read(row, processedAt, values);
      }
      if (why == null) {
        sink.accepted(at, values);
      } else {
        sink.rejected(at, why);
      }
    }
    return count;
  }

  /** A correction brings rows that were rejected, each once, and nothing else. */
  private static Processed.@Nullable Rejected uncalledFor(At at, Map<Integer, UUID> open) {
    long number = at.current().corrects().orElse(0);
    UUID letter = number > 0 && number <= Integer.MAX_VALUE ? open.remove((int) number) : null;
    if (letter != null) {
      at.corrects = letter;
      return null;
    }
    return Uncalled.row(number == 0 ? null : number);
  }

  private static final class At implements Place {
    private @Nullable Row row;
    private @Nullable UUID corrects;

    private Row current() {
      if (row == null) {
        throw new IllegalStateException("no row is handed over");
      }
      return row;
    }

    @Override
    public int row() {
      return Math.toIntExact(current().number());
    }

    @Override
    public byte[] original() {
      return current().original();
    }

    @Override
    public @Nullable UUID corrects() {
      return corrects;
    }
  }
}

package dev.sluice.imports;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.SourceName;
import dev.sluice.dataset.Uncalled;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Judge;
import dev.sluice.file.Chunk;
import dev.sluice.file.ChunkReader;
import dev.sluice.file.FileFormat;
import dev.sluice.file.Row;
import dev.sluice.file.RowProcessor;
import dev.sluice.object.NoSuchObjectException;
import dev.sluice.object.ObjectStore;
import dev.sluice.record.Column;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.Processed;
import dev.sluice.record.StrictJson;
import dev.sluice.run.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the dead letters of imports: a row as it stands in its file, with that file's header, by
 * the import's definition as it is now. Thread-safe.
 */
public final class ImportJudge implements Judge {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private final String tenant;
  private final ImportType type;
  private final ImportStore store;
  private final ObjectStore objects;
  private final InstantSource clock;
  private final ConcurrentHashMap<UUID, Origin> origins = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<FileFormat, RowProcessor> processors = new ConcurrentHashMap<>();

  /** The import that a letter comes from. */
  private record Origin(FileFormat format, boolean correction) {}

  /**
   * @param tenant whose letters these are
   */
  public ImportJudge(
      String tenant, ImportType type, ImportStore store, ObjectStore objects, InstantSource clock) {
    this.tenant = tenant;
    this.type = type;
    this.store = store;
    this.objects = objects;
    this.clock = clock;
  }

  @Override
  public String tenant() {
    return tenant;
  }

  @Override
  public String definition() {
    return type.definition();
  }

  @Override
  public Dataset dataset() {
    return type.dataset();
  }

  @Override
  public RetryPolicy retry() {
    return type.retry();
  }

  @Override
  public Judgement judge(DeadLetter letter, Content record) {
    Origin origin = origin(letter);
    if (origin.correction()) {
      // It corrects nothing, and may have landed by another row: a correction brings nothing new.
      return new Judgement(Uncalled.row(null), null);
    }
    byte[] edited = record.edited();
    FileFormat format = edited == null ? origin.format() : rewritten(origin.format(), edited);
    Processed processed =
        processors
            .computeIfAbsent(format, one -> type.rows().processor(tenant, one))
            .process(record.current(), letter.row(), clock.instant());
    return new Judgement(processed, source(processed));
  }

  /** A row of CSV may be given anew as CSV, or by names as the same import takes JSON records. */
  private static FileFormat rewritten(FileFormat format, byte[] edited) {
    boolean object = JSON.parse(edited) instanceof Parsed.Document(var root) && root.isObject();
    return object ? FileFormat.ndjson() : format.inUtf8();
  }

  private @Nullable String source(Processed processed) {
    if (processed instanceof Processed.Accepted accepted) {
      List<Column> columns = dataset().columns();
      for (int i = 0; i < columns.size(); i++) {
        Object value = columns.get(i).is(Column.Role.SOURCE) ? accepted.values().get(i) : null;
        if (value != null) {
          return SourceName.of(value.toString());
        }
      }
    }
    return null;
  }

  private Origin origin(DeadLetter letter) {
    return origins.computeIfAbsent(
        UUID.fromString(letter.run().period()),
        id -> {
          Import found = store.find(id).orElseThrow();
          ImportFile file = requireNonNull(found.file(), "rows come from a file");
          return new Origin(FileFormat.fromJson(file.format()), found.order().corrects() != null);
        });
  }

  @Override
  public List<Piece> pieces(DeadLetter letter, byte[] payload) {
    Origin origin = origin(letter);
    if (origin.correction()) {
      throw new IllegalArgumentException(
          "these rows correct another import: send its errors.csv again, with `corrects`");
    }
    Chunk chunk = Chunk.claimed(payload, letter.records());
    List<Piece> pieces = new ArrayList<>();
    try {
      ChunkReader reader = ChunkReader.open(objects, origin.format(), chunk);
      for (Row row = reader.next(); row != null; row = reader.next()) {
        int number = Math.toIntExact(row.number());
        pieces.add(new Piece(row.original(), letter.correlation(), number));
      }
    } catch (NoSuchObjectException e) {
      throw new IllegalArgumentException(
          "the file is gone, which is kept for 7 days after its import: import it again", e);
    }
    return pieces;
  }

  /** A row a line, as in a file without a header. */
  @Override
  public byte[] sent(List<Piece> pieces) {
    var bytes = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      bytes.writeBytes(piece.original());
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }
}

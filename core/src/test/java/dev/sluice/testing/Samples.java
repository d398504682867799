package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.Uuid7;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A small dataset of sales, and records of it. */
public final class Samples {
  public static final RunKey DAY = new RunKey("default", RunKind.FEED, "till", "2026-03-01");

  private static final Uuid7 IDS = new Uuid7(InstantSource.system(), new Random(7));
  private static final String SCHEMA =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["shop", "number", "amount", "at"],
       "properties": {
         "shop": {"type": "string"},
         "number": {"type": "integer"},
         "amount": {"type": "number", "multipleOf": 0.01},
         "at": {"type": "string", "format": "date-time"},
         "revision": {"type": "integer"},
         "note": {"type": "string"}}}
      """;
  private static final DatasetSchema COLUMNS =
      DatasetSchema.of(
          JsonMapper.builder().build().readTree(SCHEMA),
          new ColumnRoles(
              List.of("shop", "number"),
              "shop",
              "at",
              null,
              "revision",
              List.of("shop"),
              List.of("amount"),
              List.of()));
  private static final DatasetSchema KEYLESS =
      DatasetSchema.of(
          JsonMapper.builder().build().readTree(SCHEMA),
          new ColumnRoles(
              List.of(), null, null, null, null, List.of(), List.of("amount"), List.of()));
  private static final RecordProcessor PROCESSOR =
      new RecordProcessor("default", "sales", COLUMNS, null, Mapping.IDENTITY, IDS::next);

  private Samples() {}

  public static DatasetSchema columns() {
    return COLUMNS;
  }

  public static UUID id() {
    return IDS.next();
  }

  public static Dataset sales() {
    return sales(Dataset.Mode.INSERT, Dataset.OnConflict.REJECT, null);
  }

  public static Dataset sales(
      Dataset.Mode mode, Dataset.OnConflict onConflict, @Nullable String version) {
    return new Dataset(
        "sales",
        "sales",
        COLUMNS.columns(),
        List.of("shop", "number"),
        mode,
        onConflict,
        version,
        null,
        "hash-of-sales-" + mode + onConflict + version);
  }

  /** Counted otherwise: by their notes, with revisions. */
  public static Dataset salesByNote() {
    DatasetSchema columns =
        DatasetSchema.of(
            JsonMapper.builder().build().readTree(SCHEMA),
            new ColumnRoles(
                List.of("shop", "number"),
                "note",
                "at",
                null,
                null,
                List.of("shop"),
                List.of("amount", "revision"),
                List.of()));
    return new Dataset(
        "sales",
        "sales",
        columns.columns(),
        List.of("shop", "number"),
        Dataset.Mode.INSERT,
        Dataset.OnConflict.REJECT,
        null,
        null,
        "hash-of-sales-by-note");
  }

  /** The same records without a key. */
  public static Dataset visits() {
    return new Dataset(
        "visits",
        "visits",
        KEYLESS.columns(),
        List.of(),
        Dataset.Mode.INSERT,
        Dataset.OnConflict.REJECT,
        null,
        null,
        "hash-of-visits");
  }

  /** What a dataset of these is made of. */
  public static DatasetSchema columns(Dataset dataset) {
    return dataset.key().isEmpty() ? KEYLESS : COLUMNS;
  }

  /** {@code {"shop":"north","number":1,"amount":9.99}} and a time, with more fields after it. */
  public static String sale(int number, String amount, String more) {
    return """
    {"shop":"north","number":%d,"amount":%s,"at":"2026-03-01T23:30:00.250Z"%s}\
    """
        .formatted(number, amount, more);
  }

  public static String sale(int number) {
    return sale(number, "9.99", "");
  }

  public static List<Entry> entries(String... records) {
    return entries(List.of(records));
  }

  public static List<Entry> entries(List<String> records) {
    List<Entry> entries = new ArrayList<>();
    for (String record : records) {
      byte[] original = record.getBytes(UTF_8);
      entries.add(
          new Entry(
              entries.size(),
              original,
              "correlation-" + entries.size(),
              processed(record, original),
              null));
    }
    return entries;
  }

  /**
   * With {@code \\u0000} in it, as one that was queued when records with it were accepted: a store
   * is the last to refuse it.
   */
  private static Processed processed(String record, byte[] original) {
    if (!record.contains("\\u0000")
        || !(PROCESSOR.process(record.replace("\\u0000", "").getBytes(UTF_8), Instant.EPOCH)
            instanceof Processed.Accepted accepted)) {
      return PROCESSOR.process(original, Instant.EPOCH);
    }
    return PROCESSOR.restore(
        JsonMapper.shared().readTree(record), accepted.id(), original.length, Instant.EPOCH);
  }

  public static NewBatch batch(UUID run) {
    return batch(run, DAY);
  }

  public static NewBatch batch(UUID run, RunKey key) {
    return new NewBatch(id(), run, key, "sales", "hash", "correlation");
  }
}

package dev.sluice.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore.SourceDay;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.RecordProcessor;
import dev.sluice.run.NewBatch;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a row added to statistics is taken out where it was added: its time column is a date and may
 * be missing, its columns have names that the platform's SQL uses too, and the session is not in
 * UTC.
 */
class StatisticsTakenBackTest {
  private static final ColumnRoles ROLES =
      new ColumnRoles(
          List.of("id"), "source", "day", null, null, List.of(), List.of("n", "it's"), List.of());
  private static final DatasetSchema SCHEMA =
      DatasetSchema.of(
          JsonMapper.builder()
              .build()
              .readTree(
                  """
                  {"type": "object", "required": ["id"], "properties": {
                    "id": {"type": "integer"},
                    "source": {"type": "string"},
                    "day": {"type": "string", "format": "date"},
                    "n": {"type": "integer"},
                    "it's": {"type": "number", "multipleOf": 0.01}}}
                  """),
          ROLES);
  private static final Dataset VISITS = dataset(SCHEMA, Dataset.Mode.INSERT);

  private final CoreDatabase database = new CoreDatabase();
  private final Stores stores = database.stores();

  private static Dataset dataset(DatasetSchema schema, Dataset.Mode mode) {
    return new Dataset(
        "sales",
        "sales",
        schema.columns(),
        List.of("id"),
        mode,
        Dataset.OnConflict.REJECT,
        null,
        null,
        "hash-" + schema.columns());
  }

  private NewBatch land(DatasetSchema schema, Dataset.Mode mode, String... records) {
    Dataset dataset = dataset(schema, mode);
    stores.datasets().declare(dataset);
    var processor =
        new RecordProcessor("default", "sales", schema, null, Mapping.IDENTITY, Samples::id);
    List<Entry> entries = new ArrayList<>();
    for (String record : records) {
      byte[] original = record.getBytes(UTF_8);
      var processed = processor.process(original, Instant.EPOCH);
      entries.add(new Entry(entries.size(), original, "correlation", processed, null));
    }
    NewBatch batch = Samples.batch(stores.batches().open(Samples.DAY));
    stores.datasets().accept(new Landing(batch, dataset, entries, List.of(), v -> List.of()));
    return batch;
  }

  private NewBatch landVisits() {
    NewBatch batch =
        land(
            SCHEMA,
            Dataset.Mode.INSERT,
            "{\"id\":1,\"source\":\"a\",\"day\":\"2026-03-01\",\"n\":2,\"it's\":0.5}",
            "{\"id\":2,\"source\":\"a\",\"day\":\"2026-03-01\",\"n\":3}",
            "{\"id\":3,\"n\":4}");
    SourceDay dated =
        cells().stream().filter(cell -> cell.source().equals("a")).findFirst().orElseThrow();
    assertEquals(LocalDate.parse("2026-03-01"), dated.day());
    assertEquals(2, dated.count());
    assertEquals(Map.of("n", "5", "it's", "0.5"), dated.sums());
    assertEquals(2, cells().size());
    return batch;
  }

  /** With sums as short as they can be written. */
  private List<SourceDay> cells() {
    return stores.datasets().statistics(VISITS, null).sourceDays().stream()
        .map(cell -> {
          Map<String, String> sums = new HashMap<>(cell.sums());
          sums.replaceAll((name, sum) -> new BigDecimal(sum).stripTrailingZeros().toPlainString());
          return new SourceDay(cell.source(), cell.day(), cell.count(), sums);
        })
        .toList();
  }

  @Test
  void by_a_purge() {
    landVisits();
    assertEquals(3, stores.datasets().purge(VISITS, Duration.ofSeconds(-5), 10));
    assertEquals(List.of(), cells());
    assertEquals(List.of(), stores.books().audit());
  }

  @Test
  void by_an_undo() throws Exception {
    NewBatch batch = landVisits();
    try (Connection connection = database.source().getConnection()) {
      new UndoStep(connection, batch.run(), new DatasetTable(VISITS), batch.id()).take();
    }
    assertEquals(List.of(), cells());
    assertEquals(List.of(), stores.books().audit());
  }

  @Test
  void where_a_dataset_has_nothing_but_its_key() throws Exception {
    DatasetSchema plain = DatasetSchema.of(SCHEMA.schema(), ColumnRoles.keyed("id"));
    NewBatch first = land(plain, Dataset.Mode.INSERT, "{\"id\":1}", "{\"id\":2}");
    assertEquals(2, cells().getFirst().count());
    try (Connection connection = database.source().getConnection()) {
      new UndoStep(
              connection,
              first.run(),
              new DatasetTable(dataset(plain, Dataset.Mode.INSERT)),
              first.id())
          .take();
    }
    assertEquals(List.of(), cells());
    land(plain, Dataset.Mode.INSERT, "{\"id\":3}");
    assertEquals(
        1,
        stores.datasets().purge(dataset(plain, Dataset.Mode.INSERT), Duration.ofSeconds(-5), 10));
    assertEquals(List.of(), cells());
    assertEquals(List.of(), stores.books().audit());
  }

  @Test
  void where_the_definition_counts_by_other_columns_since() {
    landVisits();
    List<SourceDay> before = cells();
    DatasetSchema plain = DatasetSchema.of(SCHEMA.schema(), ColumnRoles.keyed("id"));
    stores.datasets().declare(dataset(plain, Dataset.Mode.INSERT));
    SourceDay all = cells().getFirst();
    assertEquals(new SourceDay("", all.day(), 3, Map.of()), all);
    assertEquals(1, cells().size());
    stores.datasets().foldStatistics(100);
    stores.datasets().declare(VISITS);
    assertEquals(before, cells());
    assertEquals(3, stores.datasets().purge(VISITS, Duration.ofSeconds(-5), 10));
    assertEquals(List.of(), cells());
  }

  @Test
  void by_a_replacement() {
    land(
        SCHEMA,
        Dataset.Mode.UPSERT,
        "{\"id\":1,\"day\":\"2026-03-01\",\"n\":2}",
        "{\"id\":2,\"day\":\"2026-03-01\",\"n\":3}",
        "{\"id\":3,\"n\":4}");
    land(
        SCHEMA,
        Dataset.Mode.UPSERT,
        "{\"id\":1,\"day\":\"2026-03-02\",\"n\":20}",
        "{\"id\":2,\"day\":\"2026-03-02\",\"n\":30}",
        "{\"id\":3,\"day\":\"2026-03-02\",\"n\":40}");
    assertEquals(
        List.of(
            new SourceDay("", LocalDate.parse("2026-03-02"), 3, Map.of("n", "90", "it's", "0"))),
        cells());
  }
}

package dev.sluice.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.RecordProcessor;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A dataset that names neither source nor time nor sums has a retention as well. */
class SourcelessPurgeTest {
  private static final DatasetSchema SCHEMA =
      DatasetSchema.of(
          JsonMapper.shared()
              .readTree("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}"),
          new ColumnRoles(List.of("n"), null, null, null, null, List.of(), List.of(), List.of()));
  private static final Dataset NUMBERS =
      new Dataset(
          "sales",
          "sales",
          SCHEMA.columns(),
          List.of("n"),
          Dataset.Mode.INSERT,
          Dataset.OnConflict.REJECT,
          null,
          null,
          "hash-of-numbers");

  private final Stores stores = new CoreDatabase().stores();

  @Test
  void old_rows_go_and_the_books_close() {
    stores.datasets().declare(NUMBERS);
    byte[] record = "{\"n\":1}".getBytes(UTF_8);
    var processor =
        new RecordProcessor("default", "sales", SCHEMA, null, Mapping.IDENTITY, Samples::id);
    Entry entry =
        new Entry(0, record, "correlation", processor.process(record, Instant.EPOCH), null);
    var batch = Samples.batch(stores.batches().open(Samples.DAY));
    stores
        .datasets()
        .accept(new Landing(batch, NUMBERS, List.of(entry), List.of(), v -> List.of()));

    assertEquals(1, stores.datasets().purge(NUMBERS, Duration.ofSeconds(-5), 10));
    assertEquals(List.of(), stores.datasets().statistics(NUMBERS, null).sourceDays());
    assertEquals(List.of(), stores.books().audit());
  }
}

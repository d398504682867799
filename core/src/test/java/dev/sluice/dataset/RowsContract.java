package dev.sluice.dataset;

import static dev.sluice.testing.Samples.entries;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static dev.sluice.testing.Samples.salesByNote;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.Counts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is in the tables then: rows, listings, statistics. */
interface RowsContract extends LandingSteps {

  @Test
  default void what_is_stored_reads_back_exactly() {
    List<Verdict> verdicts =
        land(sales(), entries(sale(1, "123456789012345678.91", ",\"note\":\"grün 🚀\"")));
    StoredRecord row = rows(sales()).getFirst();
    assertEquals(List.of(new Verdict.Stored(row.id())), verdicts);
    assertEquals("north", row.columns().get("shop").asString());
    assertEquals(
        new BigDecimal("123456789012345678.91"), row.columns().get("amount").decimalValue());
    assertEquals("2026-03-01T23:30:00.250Z", row.columns().get("at").asString());
    assertEquals(Instant.parse("2026-03-01T23:30:00.250Z"), row.time());
    assertEquals("grün 🚀", row.columns().get("note").asString());
    assertEquals("correlation-0", row.origin().correlation());
    assertEquals(row, stores().datasets().find(sales(), "default", row.id()).orElseThrow());
    assertEquals(true, stores().datasets().find(sales(), "other", row.id()).isEmpty());
  }

  @Test
  default void an_upsert_replaces_by_version_and_the_newest_of_a_batch_wins() {
    Dataset upsert = sales(Dataset.Mode.UPSERT, Dataset.OnConflict.REJECT, "revision");
    land(upsert, entries(sale(1, "1.00", ",\"revision\":5")));
    List<Verdict> verdicts =
        land(
            upsert,
            entries(
                sale(1, "2.00", ",\"revision\":6"),
                sale(1, "4.00", ",\"revision\":8"),
                sale(1, "3.00", ",\"revision\":7")));
    assertInstanceOf(Verdict.Duplicate.class, verdicts.get(0));
    assertInstanceOf(Verdict.Stored.class, verdicts.get(1));
    assertInstanceOf(Verdict.Duplicate.class, verdicts.get(2));
    Verdict older = land(upsert, entries(sale(1, "0.50", ",\"revision\":4"))).getFirst();
    assertInstanceOf(Verdict.Duplicate.class, older);
    assertEquals("4", rows(upsert).getFirst().columns().get("amount").asString());
    assertBooks(new Counts(5, 2, 3, 0, 0, 0));
    assertEquals(
        Map.of("amount", new BigDecimal("4")), sums(upsert), "a replaced row leaves the sums");
  }

  @Test
  default void an_upsert_without_versions_replaces_by_acceptance() {
    Dataset upsert = sales(Dataset.Mode.UPSERT, Dataset.OnConflict.REJECT, null);
    land(upsert, entries(sale(1, "1.00", "")));
    assertInstanceOf(Verdict.Stored.class, land(upsert, entries(sale(1, "2.00", ""))).getFirst());
    assertInstanceOf(
        Verdict.Duplicate.class, land(upsert, entries(sale(1, "2.00", ""))).getFirst());
    assertEquals("2", rows(upsert).getFirst().columns().get("amount").asString());
    assertBooks(new Counts(3, 2, 1, 0, 0, 0));
    assertTrue(stores().datasets().purgeImages(Duration.ofSeconds(-5), 10) <= 1);
    assertBooks(new Counts(3, 2, 1, 0, 0, 0));
  }

  @Test
  default void statistics_are_kept_with_the_rows_folded_or_not() {
    land(sales(), entries(sale(1, "0.10", ""), sale(2, "0.20", ""), sale(2, "0.20", "")));
    land(sales(), entries(sale(3, "0.30", "")));
    for (int round = 0; round < 2; round++) {
      DatasetStore.SourceDay cell =
          stores().datasets().statistics(sales(), "default").sourceDays().getFirst();
      assertEquals("north", cell.source());
      assertEquals(LocalDate.parse("2026-03-01"), cell.day());
      assertEquals(3, cell.count());
      assertEquals(Map.of("amount", new BigDecimal("0.6")), sums(sales()));
      stores().datasets().foldStatistics(1_000);
    }
    land(sales(), entries(sale(4, "0.40", "")));
    stores().datasets().foldStatistics(1_000);
    assertEquals(Map.of("amount", new BigDecimal("1")), sums(sales()));
    assertEquals(List.of(), stores().datasets().statistics(sales(), "other").sourceDays());
  }

  @Test
  default void a_source_of_any_length_counts_and_is_taken_back() {
    StringBuilder name = new StringBuilder();
    new Random(1).ints(60_000, 0x4E00, 0x9FFF).forEach(name::appendCodePoint);
    String kept = SourceName.of(name.toString());
    assertEquals(SourceName.LONGEST, kept.length());
    land(sales(), entries(sale(1), sale(2).replace("north", name)));
    stores().datasets().foldStatistics(1_000);
    assertEquals(
        Set.of("north", kept),
        stores().datasets().statistics(sales(), "default").sourceDays().stream()
            .map(DatasetStore.SourceDay::source)
            .collect(toSet()));
    assertTrue(
        rows(sales()).stream()
            .anyMatch(row -> row.columns().get("shop").asString().contentEquals(name)));
    assertEquals(2, stores().datasets().purge(sales(), Duration.ofSeconds(-5), 2));
    assertEquals(List.of(), stores().datasets().statistics(sales(), "default").sourceDays());
  }

  @Test
  default void statistics_follow_a_definition_that_counts_otherwise() {
    land(sales(), entries(sale(1, "1.10", ",\"revision\":5"), sale(2, "1.20", "")));
    stores().datasets().foldStatistics(1_000);
    land(sales(), entries(sale(3, "1.30", ",\"revision\":7,\"note\":\"red\"")));
    stores().datasets().declare(salesByNote());
    var cells = stores().datasets().statistics(salesByNote(), "default").sourceDays();
    assertEquals(List.of("", "red"), cells.stream().map(DatasetStore.SourceDay::source).toList());
    assertEquals(List.of(2L, 1L), cells.stream().map(DatasetStore.SourceDay::count).toList());
    assertEquals("5", cells.getFirst().sums().get("revision"));
    stores().datasets().declare(sales());
    assertEquals(Map.of("amount", new BigDecimal("3.6")), sums(sales()));
    assertEquals(3, rows(sales()).size());
  }

  @Test
  default void purged_rows_leave_books_and_statistics_right() {
    land(sales(), entries(sale(1), sale(2), sale(3)));
    assertEquals(2, stores().datasets().purge(sales(), Duration.ofSeconds(-5), 2));
    assertEquals(1, rows(sales()).size());
    assertEquals(Map.of("amount", new BigDecimal("9.99")), sums(sales()));
    assertBooks(new Counts(3, 3, 0, 0, 0, 0));
  }

  @Test
  default void a_listing_pages_without_gaps_or_repeats() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      records.add(sale(i).replace("23:30:00.250", "10:00:0%d.000".formatted(i / 5)));
    }
    land(sales(), entries(records));
    List<UUID> seen = new ArrayList<>();
    DatasetStore.Position after = null;
    while (true) {
      List<StoredRecord> page =
          stores()
              .datasets()
              .list(
                  sales(),
                  new DatasetStore.Filter(
                      "default", Map.of("shop", "north"), null, null, after, 7));
      if (page.isEmpty()) {
        break;
      }
      page.forEach(row -> seen.add(row.id()));
      after = new DatasetStore.Position(page.getLast().time(), page.getLast().id());
    }
    assertEquals(25, seen.size());
    assertEquals(25, seen.stream().distinct().count());
    Instant from = Instant.parse("2026-03-01T10:00:02Z");
    Instant to = Instant.parse("2026-03-01T10:00:04Z");
    var between = new DatasetStore.Filter(null, Map.of(), from, to, null, 100);
    assertEquals(10, stores().datasets().list(sales(), between).size());
    var elsewhere = new DatasetStore.Filter(null, Map.of("shop", "south"), null, null, null, 100);
    assertEquals(0, stores().datasets().list(sales(), elsewhere).size());
  }
}

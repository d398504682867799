package dev.sluice.dataset;

import static dev.sluice.testing.Samples.batch;
import static dev.sluice.testing.Samples.entries;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every landing promises, whichever way the batch got there: two timings of one store. */
public interface LandingContract {

  /** Fresh and empty. */
  Stores stores();

  Timing timing();

  /** Rule 5. */
  enum Timing {
    DIRECT,
    QUEUED
  }

  default List<Verdict> land(Dataset dataset, List<Entry> entries) {
    stores().datasets().declare(dataset);
    return landAs(batch(stores().batches().open(Samples.DAY)), dataset, entries);
  }

  default List<Verdict> landAs(NewBatch batch, Dataset dataset, List<Entry> entries) {
    return switch (timing()) {
      case DIRECT ->
          stores()
              .datasets()
              .accept(new Landing(batch, dataset, entries, List.of(), v -> List.of()));
      case QUEUED -> {
        stores().batches().accept(batch, entries.size(), new byte[] {1});
        yield assertInstanceOf(
                DatasetStore.StoreResult.Settled.class,
                stores().datasets().store(lease(), dataset, entries))
            .verdicts();
      }
    };
  }

  private Lease lease() {
    return stores()
        .batches()
        .lease(
            new LeaseRequest(RunKind.FEED, "test", Duration.ofSeconds(30), LeaseRequest.FIRST, 100))
        .orElseThrow();
  }

  private List<StoredRecord> rows(Dataset dataset) {
    return stores()
        .datasets()
        .list(dataset, new DatasetStore.Filter(null, Map.of(), null, null, null, 10_000));
  }

  private List<DeadLetter> letters() {
    return stores().letters().letters(LetterFilter.ANY, null, 10_000);
  }

  private Counts counts() {
    return stores().books().totals().total();
  }

  private void assertBooks(Counts expected) {
    assertEquals(expected, counts());
    assertEquals(List.of(), stores().books().audit());
    stores().books().fold(1_000);
    assertEquals(expected, counts());
    assertEquals(List.of(), stores().books().audit());
  }

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
  default void a_resent_record_is_a_duplicate_N26_N27() {
    land(sales(), entries(sale(1), sale(2)));
    List<Verdict> again = land(sales(), entries(sale(2, "9.990", ""), sale(3)));
    assertEquals(
        new Verdict.Duplicate(entries(sale(2)).getFirst().accepted().id(), false), again.get(0));
    assertInstanceOf(Verdict.Stored.class, again.get(1));
    assertBooks(new Counts(4, 3, 1, 0, 0, 0));
  }

  @Test
  default void the_same_key_with_other_content_is_a_conflict_and_the_row_stays() {
    land(sales(), entries(sale(1, "1.00", "")));
    List<Verdict> verdicts = land(sales(), entries(sale(1, "2.00", "")));
    Verdict.Conflict conflict = assertInstanceOf(Verdict.Conflict.class, verdicts.getFirst());
    assertEquals("conflict", conflict.errors().getFirst().code());
    assertEquals("1", rows(sales()).getFirst().columns().get("amount").asString());
    DeadLetter letter = stores().letters().letter(conflict.letter(), null).orElseThrow();
    assertEquals("conflict", letter.code());
    assertArrayEquals(
        sale(1, "2.00", "").getBytes(UTF_8),
        stores().letters().content(letter.id()).orElseThrow().original());
    assertBooks(new Counts(2, 1, 0, 0, 1, 0));
  }

  @Test
  default void a_resent_conflict_is_the_letter_that_is_there() {
    land(sales(), entries(sale(1, "1.00", "")));
    Verdict first = land(sales(), entries(sale(1, "2.00", ""))).getFirst();
    assertEquals(new Verdict.Resent(first), land(sales(), entries(sale(1, "2.00", ""))).getFirst());
    assertEquals(1, letters().size());
    assertBooks(new Counts(3, 1, 1, 0, 1, 0));
  }

  @Test
  default void keep_counts_other_content_as_changed() {
    Dataset kept = sales(Dataset.Mode.INSERT, Dataset.OnConflict.KEEP, null);
    land(kept, entries(sale(1, "1.00", "")));
    Verdict verdict = land(kept, entries(sale(1, "2.00", ""))).getFirst();
    assertEquals(true, assertInstanceOf(Verdict.Duplicate.class, verdict).changed());
    assertBooks(new Counts(2, 1, 1, 1, 0, 0));
  }

  @Test
  default void one_key_several_times_in_a_batch_is_judged_against_the_first() {
    List<Verdict> verdicts =
        land(
            sales(),
            entries(
                sale(1, "1.00", ""),
                sale(1, "1.00", ""),
                sale(1, "2.00", ""),
                sale(1, "2.00", "")));
    assertInstanceOf(Verdict.Stored.class, verdicts.get(0));
    assertInstanceOf(Verdict.Duplicate.class, verdicts.get(1));
    assertInstanceOf(Verdict.Conflict.class, verdicts.get(2));
    assertInstanceOf(Verdict.Resent.class, verdicts.get(3));
    assertBooks(new Counts(4, 1, 2, 0, 1, 0));
  }

  @Test
  default void a_bad_record_is_one_letter_however_often_it_is_sent_N04() {
    String bad = "{\"shop\":\"north\",\"number\":1}";
    List<Verdict> verdicts = land(sales(), entries(bad, sale(2)));
    Verdict.Rejected rejected = assertInstanceOf(Verdict.Rejected.class, verdicts.get(0));
    assertInstanceOf(Verdict.Stored.class, verdicts.get(1));
    assertEquals(new Verdict.Resent(rejected), land(sales(), entries(bad)).getFirst());
    DeadLetter letter = letters().getFirst();
    assertEquals(DeadLetter.Cause.REJECTED, letter.cause());
    assertEquals("required", letter.code());
    assertEquals(rejected.errors(), letter.errors());
    assertArrayEquals(
        bad.getBytes(UTF_8), stores().letters().content(letter.id()).orElseThrow().original());
    assertBooks(new Counts(3, 1, 1, 0, 1, 0));
    assertEquals(1, stores().books().totals().openProblems());
  }

  @Test
  default void one_record_the_database_refuses_costs_its_neighbours_nothing() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      records.add(sale(i, "1.00", i == 617 ? ",\"note\":\"\\u0000\"" : ""));
    }
    List<Verdict> verdicts = land(sales(), entries(records));
    Verdict.Rejected refused = assertInstanceOf(Verdict.Rejected.class, verdicts.get(617));
    assertEquals("value-refused", refused.errors().getFirst().code());
    assertEquals(999, rows(sales()).size());
    assertEquals(617, letters().getFirst().row());
    assertBooks(new Counts(1_000, 999, 0, 0, 1, 0));
  }

  @Test
  default void what_follows_a_refused_record_of_its_key_gets_its_own_chance() {
    List<Verdict> verdicts =
        land(sales(), entries(sale(1, "1.00", ",\"note\":\"\\u0000\""), sale(1, "1.00", "")));
    assertInstanceOf(Verdict.Rejected.class, verdicts.get(0));
    assertInstanceOf(Verdict.Stored.class, verdicts.get(1));
    assertBooks(new Counts(2, 1, 0, 0, 1, 0));
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

  private Map<String, BigDecimal> sums(Dataset dataset) {
    Map<String, BigDecimal> sums = new java.util.HashMap<>();
    for (DatasetStore.SourceDay cell : stores().datasets().statistics(dataset, null).sourceDays()) {
      cell.sums().forEach((name, sum) -> sums.merge(name, new BigDecimal(sum), BigDecimal::add));
    }
    sums.replaceAll((name, sum) -> new BigDecimal(sum.stripTrailingZeros().toPlainString()));
    return sums;
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
  default void concurrent_batches_of_the_same_records_store_each_once() throws Exception {
    stores().datasets().declare(sales());
    UUID run = stores().batches().open(Samples.DAY);
    List<Callable<List<Verdict>>> senders = new ArrayList<>();
    for (int sender = 0; sender < 6; sender++) {
      List<String> records = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        records.add(i % 20 == 7 ? "{\"number\":" + i + "}" : sale(i));
      }
      Collections.shuffle(records, new Random(sender));
      senders.add(() -> landAs(batch(run), sales(), entries(records)));
    }
    long stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Verdict>> verdicts : threads.invokeAll(senders)) {
        stored += verdicts.get().stream().filter(Verdict.Stored.class::isInstance).count();
      }
    }
    assertEquals(190, stored);
    assertEquals(190, rows(sales()).size());
    assertEquals(10, letters().size());
    assertBooks(new Counts(1_200, 190, 1_000, 0, 10, 0));
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

package dev.sluice.dataset;

import static dev.sluice.testing.Samples.batch;
import static dev.sluice.testing.Samples.entries;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.run.Counts;
import dev.sluice.testing.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every record is told, and what the books say of it. */
interface VerdictContract extends LandingSteps {

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
}

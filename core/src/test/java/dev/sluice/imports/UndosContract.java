package dev.sluice.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An import is taken back as far as nothing else has been built on it. */
public interface UndosContract {

  /** Fresh and empty. */
  Stores stores();

  private static Dataset upserts() {
    return Samples.sales(Dataset.Mode.UPSERT, Dataset.OnConflict.REJECT, null);
  }

  private Undos undos() {
    return stores().imports().undos();
  }

  private Undos.Report report(Import one) {
    return undos().report(one.id()).orElseThrow();
  }

  /** Amounts by number. */
  private Map<String, String> amounts(Dataset dataset) {
    var all = new DatasetStore.Filter(null, Map.of(), null, null, null, 1_000);
    Map<String, String> amounts = new TreeMap<>();
    for (StoredRecord record : stores().datasets().list(dataset, all)) {
      amounts.put(
          record.columns().path("number").asString(),
          record.columns().path("amount").decimalValue().setScale(2).toString());
    }
    return amounts;
  }

  private long counted(Dataset dataset) {
    return stores().datasets().statistics(dataset, null).sourceDays().stream()
        .mapToLong(DatasetStore.SourceDay::count)
        .sum();
  }

  @Test
  default void what_it_brought_goes() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import kept = fixture.load(ImportFixture.sales(1, 2, "1.00"));
    Import one = fixture.load(ImportFixture.sales(2, 8, "1.00"));
    assertEquals(6, one.counts().stored());
    fixture.undo(one);
    assertEquals(Map.of("1", "1.00", "2", "1.00"), amounts(Samples.sales()));
    Undos.Report report = report(one);
    assertTrue(report.over());
    assertEquals(6, report.reverted());
    assertEquals(0, report.kept());
    assertEquals(List.of(), report.why());
    assertEquals(2, counted(Samples.sales()));
    assertEquals(one.counts(), fixture.find(one.id()).counts(), "its books stay");
    assertEquals(2, kept.counts().stored());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void what_it_replaced_is_as_it_was() {
    var fixture = new ImportFixture(stores(), upserts());
    fixture.load(ImportFixture.sales(1, 3, "1.00"));
    Import one = fixture.load(ImportFixture.sales(2, 5, "2.00"));
    assertEquals(4, one.counts().stored());
    fixture.undo(one);
    assertEquals(Map.of("1", "1.00", "2", "1.00", "3", "1.00"), amounts(upserts()));
    assertEquals(4, report(one).reverted());
    assertEquals(3, counted(upserts()));
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void what_was_changed_since_stays_and_is_named() {
    var fixture = new ImportFixture(stores(), upserts());
    Import one = fixture.load(ImportFixture.sales(1, 4, "1.00"));
    fixture.load(ImportFixture.sales(3, 3, "3.00"));
    fixture.undo(one);
    assertEquals(Map.of("3", "3.00"), amounts(upserts()));
    Undos.Report report = report(one);
    assertEquals(3, report.reverted());
    assertEquals(1, report.kept());
    assertEquals("changed-since", report.why().getFirst().code());
    assertEquals(1, report.why().getFirst().count());
    assertEquals(1, report.why().getFirst().examples().size());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void what_a_purge_took_is_gone() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(ImportFixture.sales(1, 3, "1.00"));
    stores().datasets().purge(Samples.sales(), Duration.ZERO, 1);
    fixture.undo(one);
    assertEquals(2, report(one).reverted());
    assertEquals("gone", report(one).why().getFirst().code());
    assertEquals(Map.of(), amounts(Samples.sales()));
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void what_a_correction_resolved_is_open_again() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import first = fixture.load(ImportFixture.sales(1, 1, "1.00") + ImportFixture.sale(2, "x"));
    String corrected =
        ImportFixture.HEADER.strip() + ",_error_row\n" + ImportFixture.sale(2, "2.00").strip();
    Import second = fixture.correct(first, corrected + ",2\n");
    assertEquals(1, second.counts().stored());
    assertEquals(0, stores().books().totals().openProblems());

    fixture.undo(second);

    assertEquals(Map.of("1", "1.00"), amounts(Samples.sales()));
    assertEquals(1, stores().books().totals().openProblems());
    assertEquals(Set.of(2), stores().imports().rejected().open(first.run()).keySet());
    assertEquals(List.of(), stores().books().audit());
    Import third = fixture.correct(first, corrected + ",2\n");
    assertEquals(1, third.counts().stored());
    assertEquals(Map.of("1", "1.00", "2", "2.00"), amounts(Samples.sales()));
    assertEquals(0, stores().books().totals().openProblems());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void what_stays_of_a_correction_stays_resolved() {
    var fixture = new ImportFixture(stores(), upserts());
    Import first = fixture.load(ImportFixture.sales(1, 1, "1.00") + ImportFixture.sale(2, "x"));
    Import second =
        fixture.correct(
            first,
            ImportFixture.HEADER.strip()
                + ",_error_row\n"
                + ImportFixture.sale(2, "2.00").strip()
                + ",2\n");
    fixture.load(ImportFixture.sales(2, 2, "3.00"));
    fixture.undo(second);
    assertEquals(Map.of("1", "1.00", "2", "3.00"), amounts(upserts()));
    assertEquals(0, stores().books().totals().openProblems());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void an_import_is_undone_once() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(ImportFixture.sales(1, 3, "1.00"));
    Duration week = Duration.ofDays(7);
    var run = undos().order(one.id(), Samples.id(), week);
    assertEquals(run, undos().order(one.id(), Samples.id(), week));
    assertFalse(report(one).over());
    fixture.undo(one);
    assertEquals(run, undos().order(one.id(), Samples.id(), week));
    assertEquals(3, report(one).reverted());
    assertEquals(run.orElseThrow(), report(one).run());
  }

  @Test
  default void what_is_not_over_or_was_none_or_is_long_over_is_not_undone() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import dry = fixture.tryOut(ImportFixture.sales(1, 3, "1.00"));
    Import over = fixture.load(ImportFixture.sales(1, 3, "1.00"));
    Import waiting = fixture.queue(ImportFixture.sales(4, 5, "1.00"));
    Duration week = Duration.ofDays(7);
    assertTrue(undos().order(dry.id(), Samples.id(), week).isEmpty());
    assertTrue(undos().order(waiting.id(), Samples.id(), week).isEmpty());
    assertTrue(undos().order(over.id(), Samples.id(), Duration.ZERO).isEmpty());
    assertTrue(undos().order(Samples.id(), Samples.id(), week).isEmpty());
    assertTrue(undos().report(over.id()).isEmpty());
  }
}

package dev.sluice.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStatus;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chunks of files: landed once, judged as records are, and tried out without a trace. */
public interface ChunkContract {

  /** Fresh and empty. */
  Stores stores();

  private static Dataset upserts(String version) {
    return Samples.sales(
        Dataset.Mode.UPSERT, Dataset.OnConflict.REJECT, version.isEmpty() ? null : version);
  }

  private long stored(Dataset dataset) {
    var all = new DatasetStore.Filter(null, Map.of(), null, null, null, 1_000);
    return stores().datasets().list(dataset, all).size();
  }

  @Test
  default void rows_land_and_the_books_say_so() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(ImportFixture.sales(1, 7, "1.00") + ImportFixture.sale(8, "x"));
    assertEquals(new Counts(8, 7, 0, 0, 1, 0), one.counts());
    assertEquals(7, stored(Samples.sales()));
    assertEquals(List.of("8 type"), fixture.rejected(one));
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void rows_without_a_key_are_all_stored() {
    var fixture = new ImportFixture(stores(), Samples.visits());
    String file = ImportFixture.sales(1, 4, "1.00") + ImportFixture.sale(1, "1.00");
    assertEquals(new Counts(5, 5, 0, 0, 0, 0), fixture.load(file).counts());
    assertEquals(new Counts(5, 5, 0, 0, 0, 0), fixture.load(file).counts());
    assertEquals(10, stored(Samples.visits()));
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void keys_that_are_there_are_duplicates_or_conflicts() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    fixture.load(ImportFixture.sales(1, 4, "1.00"));
    Import one =
        fixture.load(
            ImportFixture.sales(3, 8, "1.00")
                + ImportFixture.sale(1, "2.00")
                + ImportFixture.sale(8, "2.00"));
    assertEquals(new Counts(8, 4, 2, 0, 2, 0), one.counts());
    assertEquals(List.of("7 conflict", "8 conflict"), fixture.rejected(one));
    assertEquals(List.of(), stores().books().audit());
    long counted =
        stores().datasets().statistics(Samples.sales(), null).sourceDays().stream()
            .mapToLong(DatasetStore.SourceDay::count)
            .sum();
    assertEquals(stored(Samples.sales()), counted);
  }

  @Test
  default void a_chunk_that_is_landed_again_changes_nothing() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.queue(ImportFixture.sales(1, 3, "1.00"));
    Lease lease = fixture.lease().orElseThrow();
    fixture.handle(lease);
    fixture.handle(lease);
    assertEquals(new Counts(3, 3, 0, 0, 0, 0), fixture.find(one.id()).counts());
    assertEquals(ImportStatus.COMPLETED, fixture.find(one.id()).status());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void a_chunk_of_another_number_of_rows_is_refused() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    fixture.queue(ImportFixture.sales(1, 3, "1.00"));
    Lease lease = fixture.lease().orElseThrow();
    RowSource none = sink -> 0;
    Landed landed = stores().datasets().land(lease, Samples.sales(), none, LandingOrder.PLAIN);
    assertEquals(0, assertInstanceOf(Landed.Miscounted.class, landed).found());
    landed = stores().datasets().land(lease, Samples.sales(), none, LandingOrder.DRY_RUN);
    assertEquals(0, assertInstanceOf(Landed.Miscounted.class, landed).found());
    assertEquals(0, stored(Samples.sales()));
  }

  /** In chunks of three rows: every sort of meeting of two rows, within a chunk and across. */
  private static String meetings() {
    return ImportFixture.HEADER
        + ImportFixture.sale(1, "1.00")
        + ImportFixture.sale(2, "2.00")
        + ImportFixture.sale(10, "1.00")
        + ImportFixture.sale(10, "1.00")
        + ImportFixture.sale(11, "1.00")
        + ImportFixture.sale(12, "x")
        + ImportFixture.sale(10, "9.00")
        + ImportFixture.sale(11, "1.00")
        + ImportFixture.sale(13, "1.00")
        + ImportFixture.sale(13, "2.00")
        + ImportFixture.sale(1, "1.00")
        + ImportFixture.sale(11, "3.00")
        + ImportFixture.sale(3, "3.00");
  }

  private void isToldByADryRun(Dataset dataset, String file) {
    var fixture = new ImportFixture(stores(), dataset);
    fixture.load(ImportFixture.sales(1, 3, "1.00"));
    long before = stored(dataset);
    Counts totals = stores().books().totals().total();
    long problems = stores().books().totals().openProblems();
    var statistics = stores().datasets().statistics(dataset, null);
    Import dry = fixture.tryOut(file);
    assertEquals(before, stored(dataset));
    assertEquals(totals, stores().books().totals().total());
    assertEquals(problems, stores().books().totals().openProblems());
    assertEquals(statistics, stores().datasets().statistics(dataset, null));
    assertEquals(List.of(), stores().books().audit());
    assertEquals(dry.counts(), fixture.tryOut(file).counts(), "it left nothing");
    Import real = fixture.load(file);
    assertEquals(real.counts(), dry.counts());
    assertEquals(real.status(), dry.status());
    assertEquals(fixture.rejected(real), fixture.rejected(dry));
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void a_dry_run_tells_what_an_import_comes_to() {
    isToldByADryRun(Samples.sales(), meetings());
  }

  @Test
  default void also_where_other_content_is_left_alone() {
    isToldByADryRun(Samples.sales(Dataset.Mode.INSERT, Dataset.OnConflict.KEEP, null), meetings());
  }

  @Test
  default void also_where_it_replaces() {
    isToldByADryRun(upserts(""), meetings());
  }

  @Test
  default void also_where_the_newest_wins() {
    isToldByADryRun(
        upserts("revision"),
        ImportFixture.HEADER
            + "north,1,5.00,2026-03-01T23:30:00Z,3,\n"
            + "north,2,5.00,2026-03-01T23:30:00Z,1,\n"
            + "north,7,5.00,2026-03-01T23:30:00Z,4,\n"
            + "north,1,6.00,2026-03-01T23:30:00Z,2,\n"
            + "north,2,7.00,2026-03-01T23:30:00Z,5,\n"
            + "north,7,5.00,2026-03-01T23:30:00Z,4,\n");
  }

  @Test
  default void also_without_a_key() {
    isToldByADryRun(Samples.visits(), meetings());
  }

  @Test
  default void a_dry_run_of_a_correction_corrects_nothing() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(ImportFixture.HEADER + ImportFixture.sale(1, "x"));
    Import.Order order =
        new Import.Order(
            "default",
            "sales",
            "sales",
            "hash",
            true,
            one.id(),
            null,
            "text/csv",
            null,
            null,
            false,
            "c");
    Import dry =
        fixture.queue(
            order, "shop,number,amount,at,_error_row\nnorth,1,1.00,2026-03-01T23:30:00Z,1\n");
    fixture.work();
    assertEquals(new Counts(1, 1, 0, 0, 0, 0), fixture.find(dry.id()).counts());
    assertEquals(1, stores().imports().rejected().open(one.run()).size());
    assertEquals(0, stored(Samples.sales()));
    assertEquals(List.of(), stores().books().audit());
  }
}

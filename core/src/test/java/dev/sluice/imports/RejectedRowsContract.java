package dev.sluice.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.imports.RejectedRows.Place;
import dev.sluice.imports.RejectedRows.RejectedRow;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was wrong with a file, in the order of its rows, and what corrections made of it. */
public interface RejectedRowsContract {
  String CORRECTED = "shop,number,amount,at,_error_row\n";

  /** Fresh and empty. */
  Stores stores();

  private RejectedRows rejected() {
    return stores().imports().rejected();
  }

  /** Rows 1, 3 and 5 of five are bad, in two chunks. */
  private static String file() {
    return ImportFixture.HEADER
        + ImportFixture.sale(1, "x")
        + ImportFixture.sale(2, "2.00")
        + ImportFixture.sale(3, "y")
        + ImportFixture.sale(4, "4.00")
        + ImportFixture.sale(5, "z");
  }

  private static String corrected(int number, String amount) {
    return "north," + number + "," + amount + ",2026-03-01T23:30:00.250Z," + number + "\n";
  }

  private List<RejectedRow> all(Import one) {
    return rejected().after(one.run(), Place.START, 100);
  }

  @Test
  default void they_come_in_the_order_of_the_file() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(file());
    assertEquals(List.of("1 type", "3 type", "5 type"), fixture.rejected(one));
    RejectedRow first = all(one).getFirst();
    assertEquals(ImportFixture.sale(1, "x").strip(), new String(first.original(), UTF_8));
    assertFalse(first.resolved());
    assertNull(first.corrected());
    assertEquals(Set.of(1, 3, 5), rejected().open(one.run()).keySet());
    assertEquals(first.letter(), rejected().open(one.run()).get(1));
  }

  @Test
  default void a_page_begins_where_the_one_before_ended() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(file());
    List<RejectedRow> two = rejected().after(one.run(), Place.START, 2);
    assertEquals(2, two.size());
    List<RejectedRow> rest = rejected().after(one.run(), two.getLast().place(), 2);
    assertEquals(List.of(5), rest.stream().map(RejectedRow::row).toList());
  }

  @Test
  default void a_correction_resolves_what_lands_and_has_what_fails_again() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(file());
    String again = CORRECTED + corrected(1, "1.00") + corrected(3, "still") + corrected(4, "4.00");
    Import correction = fixture.correct(one, again);
    assertEquals(1, correction.counts().stored());
    assertEquals(2, correction.counts().rejected());
    List<RejectedRow> first = all(one);
    assertEquals(List.of(true, false, false), first.stream().map(RejectedRow::resolved).toList());
    assertEquals(Set.of(3, 5), rejected().open(one.run()).keySet());
    List<RejectedRow> found = all(correction);
    assertEquals(List.of(3, 3), found.stream().map(RejectedRow::row).toList());
    RejectedRow tried =
        found.stream().filter(row -> row.corrected() != null).findFirst().orElseThrow();
    assertEquals(first.get(1).letter(), tried.letter(), "it stays the first's");
    assertEquals("type", tried.errors().getFirst().code());
    RejectedRow own =
        found.stream().filter(row -> row.corrected() == null).findFirst().orElseThrow();
    assertEquals("not-an-error-row", own.errors().getFirst().code());
    assertEquals(
        tried.letter(), rejected().open(correction.run()).get(3), "which can be corrected again");
    assertEquals(2, stores().books().totals().openProblems(), "its own is none of the first's");
    assertEquals(1, stores().books().totals().resolved());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void a_correction_of_a_correction_goes_by_the_first_numbers() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(file());
    Import second = fixture.correct(one, CORRECTED + corrected(5, "still") + corrected(3, "3.00"));
    Import third = fixture.correct(second, CORRECTED + corrected(5, "5.00"));
    assertEquals(1, third.counts().stored());
    assertTrue(all(one).getLast().resolved());
    RejectedRow tried = all(second).getFirst();
    assertEquals(5, tried.row());
    assertTrue(tried.resolved());
    assertNotNull(tried.corrected());
    assertEquals(one.counts(), fixture.find(one.id()).counts());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void rows_of_one_number_are_all_found_page_by_page() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import one = fixture.load(file());
    Import correction =
        fixture.correct(
            one,
            CORRECTED
                + corrected(9, "1.00")
                + corrected(8, "1.00")
                + corrected(3, "still")
                + corrected(1, "still"));
    Place place = Place.START;
    int rows = 0;
    for (var page = rejected().after(correction.run(), place, 1);
        !page.isEmpty();
        page = rejected().after(correction.run(), place, 1)) {
      rows++;
      place = page.getLast().place();
    }
    assertEquals(4, rows);
  }
}

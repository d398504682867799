package dev.sluice.deadletter;

import static dev.sluice.testing.Samples.sale;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.deadletter.DeadLetter.Resolution.How;
import dev.sluice.deadletter.DeadLetter.State;
import dev.sluice.run.Counts;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.Samples;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Letters of whole batches, and records of other runs that correct a letter. */
public interface WholeBatchContract extends ReplayChecks {
  @Test
  default void a_whole_batch_lands_and_what_fails_becomes_letters_in_its_own_run() {
    DeskFixture desk = desk();
    desk.land(sale(2, "2.00", ""));
    DeadLetter whole = desk.whole(sale(1), sale(2, "2.00", ""), sale(2, "9.00", ""), BAD, sale(3));
    Counts before = desk.total();
    UUID run = started(desk.replay(whole, null, null));
    assertBooks(5, 0);
    desk.work();
    DeadLetter now = desk.now(whole);
    assertResolved(How.STORED, now);
    assertEquals(3, now.records());
    assertNull(requireNonNull(now.resolution()).record());
    assertEquals(new Counts(5, 2, 1, 0, 2, 0), desk.run(run));
    assertEquals(before, desk.total());
    assertBooks(2, 3);
    List<DeadLetter> open =
        stores().letters().letters(LetterFilter.ANY.withState(State.OPEN), null, 10);
    assertEquals(2, open.size());
    for (DeadLetter letter : open) {
      assertEquals(whole.runId(), letter.runId());
      assertEquals(whole.batch(), letter.batch());
      assertEquals(RunKind.FEED, letter.run().kind());
      assertEquals("till", letter.run().name());
    }
    DeadLetter bad =
        open.stream().filter(letter -> letter.code().equals("required")).findFirst().orElseThrow();
    assertEquals(3, bad.row());
    desk.replay(bad, sale(4), null);
    desk.work();
    assertResolved(How.STORED, desk.now(bad));
    assertBooks(1, 4);
  }

  @Test
  default void a_whole_batch_of_which_nothing_lands_is_split() {
    DeskFixture desk = desk();
    DeadLetter whole = desk.whole(BAD, "{\"shop\":\"north\",\"number\":2}");
    started(desk.replay(whole, null, null));
    desk.work();
    assertResolved(How.SPLIT, desk.now(whole));
    assertEquals(0, desk.now(whole).records());
    assertBooks(2, 0);
  }

  @Test
  default void a_record_of_another_run_can_correct_a_letter_that_is_open() {
    DeskFixture desk = desk();
    DeadLetter mended = desk.letter(BAD);
    DeadLetter failing = desk.letter("{\"shop\":\"north\",\"number\":2}");
    DeadLetter held = desk.letter("{\"shop\":\"north\",\"number\":3}");
    started(desk.replay(held, sale(3), null));
    RunKey key = new RunKey("default", RunKind.REPLAY, "till", "corrections");
    NewBatch batch = Samples.batch(stores().batches().open(key), key);
    List<Entry> entries =
        List.of(
            corrected(0, sale(1), mended),
            corrected(1, "{\"shop\":2}", failing),
            corrected(2, sale(3), held));
    stores()
        .datasets()
        .accept(new Landing(batch, Samples.sales(), entries, List.of(), v -> List.of()));
    assertResolved(How.STORED, desk.now(mended));
    assertEquals(State.OPEN, desk.now(failing).state());
    assertEquals("type", desk.now(failing).code());
    assertEquals(State.REPLAYING, desk.now(held).state(), "another batch settles it");
    assertEquals(new Counts(3, 2, 0, 0, 1, 0), desk.run(batch.run()));
    desk.work();
    assertResolved(How.DUPLICATE, desk.now(held));
    assertEquals(1, stores().books().totals().openProblems());
  }
}

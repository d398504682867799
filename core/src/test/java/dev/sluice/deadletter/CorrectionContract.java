package dev.sluice.deadletter;

import static dev.sluice.testing.Samples.sale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.dataset.Landed;
import dev.sluice.dataset.LandingOrder;
import dev.sluice.dataset.RowSource;
import dev.sluice.deadletter.DeadLetter.Resolution.How;
import dev.sluice.record.TypedRow;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.Samples;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A file that corrects letters, and a desk where somebody is faster. */
public interface CorrectionContract extends ReplayChecks {

  @Test
  default void a_row_resolves_the_letter_it_corrects() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    Lease lease = lease(desk);
    assertEquals(
        new Landed.Settled(new Counts(1, 1, 0, 0, 0, 0)), land(lease, letter.id(), () -> {}));
    assertResolved(How.STORED, desk.now(letter));
    assertBooks(0, 1);
  }

  @Test
  default void a_row_whose_letter_was_settled_after_it_was_looked_up_does_not_land() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    Lease lease = lease(desk);
    Landed landed =
        land(lease, letter.id(), () -> stores().letters().dismiss(letter.id(), "was faster"));
    assertEquals(new Landed.Settled(new Counts(1, 0, 0, 0, 1, 0)), landed);
    assertResolved(How.DISMISSED, desk.now(letter));
    assertEquals(0, desk.amounts().size());
    DeadLetter late =
        desk.letters().stream()
            .filter(one -> one.batch().equals(lease.batch().id()))
            .findFirst()
            .orElseThrow();
    assertEquals("not-an-error-row", late.code());
  }

  private Lease lease(DeskFixture desk) {
    RunKey key = new RunKey("default", RunKind.IMPORT, "till", "corrections");
    NewBatch batch = Samples.batch(stores().batches().open(key), key);
    stores().batches().accept(batch, 1, new byte[0]);
    return desk.lease(RunKind.IMPORT, Duration.ofSeconds(30)).orElseThrow();
  }

  private Landed land(Lease lease, UUID letter, Runnable meanwhile) {
    TypedRow row = new TypedRow(Samples.columns());
    row.set(Samples.entries(sale(1)).getFirst().accepted());
    RowSource rows =
        sink -> {
          sink.accepted(new Corrected(letter), row);
          meanwhile.run();
          return 1;
        };
    return stores().datasets().land(lease, Samples.sales(), rows, LandingOrder.CORRECTION);
  }

  /** The only row of a file. */
  record Corrected(UUID corrects) implements RowSource.Place {
    @Override
    public int row() {
      return 1;
    }

    @Override
    public byte[] original() {
      return sale(1).getBytes(UTF_8);
    }
  }
}

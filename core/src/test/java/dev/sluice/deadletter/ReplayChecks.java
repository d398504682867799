package dev.sluice.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.Dataset.OnConflict;
import dev.sluice.dataset.Entry;
import dev.sluice.deadletter.DeadLetter.Resolution.How;
import dev.sluice.deadletter.DeadLetter.State;
import dev.sluice.run.RunKey;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What tests of replays ask again and again. */
interface ReplayChecks {
  String BAD = "{\"shop\":\"north\",\"number\":1}";

  /** Fresh and empty. */
  Stores stores();

  default DeskFixture desk() {
    return new DeskFixture(stores());
  }

  default UUID started(Desk.Reply reply) {
    return assertInstanceOf(Desk.Reply.Started.class, reply).run();
  }

  default void assertBooks(long openProblems, long resolved) {
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(), stores().books().audit());
      assertEquals(openProblems, stores().books().totals().openProblems());
      assertEquals(resolved, stores().books().totals().resolved());
      stores().books().fold(1_000);
    }
  }

  default void assertResolved(How how, DeadLetter letter) {
    assertEquals(State.RESOLVED, letter.state());
    var resolution = letter.resolution();
    assertTrue(resolution != null);
    assertEquals(how, resolution.how());
  }

  default void edit(DeadLetter letter, String payload) {
    var version = java.util.OptionalLong.of(letter.version());
    assertInstanceOf(
        Change.Done.class, stores().letters().edit(letter.id(), version, payload.getBytes(UTF_8)));
  }

  default UUID replayAll(DeskFixture desk, @Nullable OnConflict onConflict) {
    Desk.Selection selection = desk.desk().select(LetterFilter.ANY);
    Map<UUID, RunKey> runs = desk.desk().replay(selection, onConflict, "desk", null);
    desk.work();
    return runs.keySet().iterator().next();
  }

  default Entry corrected(int row, String record, DeadLetter letter) {
    Entry one = Samples.entries(record).getFirst();
    return new Entry(
        row, one.original(), one.correlation(), one.processed(), one.source(), letter.id());
  }
}

package dev.sluice.deadletter;

import static dev.sluice.testing.Samples.sale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.deadletter.DeadLetterStore.Dimension;
import dev.sluice.run.RunKind;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Letters on the desk: found, grouped, edited, dismissed and purged. */
public interface DeskContract {
  String BAD = "{\"shop\":\"north\",\"number\":1}";
  OptionalLong ANY = OptionalLong.empty();

  /** Fresh and empty. */
  Stores stores();

  private DeskFixture desk() {
    return new DeskFixture(stores());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<UUID> ids(LetterFilter filter) {
    return stores().letters().letters(filter, null, 100).stream().map(DeadLetter::id).toList();
  }

  @Test
  default void letters_are_found_by_what_they_are_newest_first() {
    DeskFixture desk = desk();
    DeadLetter first = desk.letter(BAD);
    desk.land(sale(2));
    DeadLetter conflict = desk.letter(sale(2, "5.00", ""));
    DeadLetter whole = desk.whole(sale(3), sale(4));
    LetterFilter any = LetterFilter.ANY;
    assertEquals(List.of(whole.id(), conflict.id(), first.id()), ids(any));
    assertEquals(List.of(conflict.id()), ids(any.withCode("conflict")));
    assertEquals(List.of(first.id()), ids(any.withIds(List.of(first.id()))));
    assertEquals(List.of(), ids(any.withTenant("other")));
    assertEquals(List.of(), ids(any.withDataset("others")));
    assertEquals(3, ids(any.withRun(first.runId()).withTenant("default")).size());
    assertEquals(List.of(), ids(any.withRun(Samples.id())));
    assertEquals(List.of(), ids(any.withState(DeadLetter.State.RESOLVED)));
    assertEquals(3, ids(any.withState(DeadLetter.State.OPEN)).size());
    assertEquals(List.of(whole.id()), ids(filter(null, null, DeadLetter.Cause.EXHAUSTED, null)));
    assertEquals(3, ids(filter(RunKind.FEED, "till", null, null)).size());
    assertEquals(List.of(), ids(filter(RunKind.IMPORT, null, null, null)));
    assertEquals(List.of(), ids(filter(null, "tills", null, null)));
    assertEquals(List.of(), ids(filter(null, null, null, Instant.EPOCH)));
    assertEquals(
        List.of(first.id()),
        stores().letters().letters(any, conflict.id(), 100).stream().map(DeadLetter::id).toList());
    assertTrue(stores().letters().letter(first.id(), "other").isEmpty());
    assertEquals(first, stores().letters().letter(first.id(), "default").orElseThrow());
  }

  @SuppressWarnings("NullAway") // does not read the annotation of a nested type from a class file
  private static LetterFilter filter(
      @Nullable RunKind kind,
      @Nullable String name,
      DeadLetter.@Nullable Cause cause,
      @Nullable Instant to) {
    return new LetterFilter(
        null, kind, name, null, cause, null, null, null, null, Instant.EPOCH, to, null);
  }

  @Test
  default void letters_are_grouped_by_what_is_wrong_with_them() {
    DeskFixture desk = desk();
    desk.letter("{\"shop\":\"north\",\"number\":1,\"amount\":\"x\",\"at\":\"2026-03-01\"}");
    desk.letter(BAD);
    DeadLetter newest = desk.letter("{\"shop\":\"north\",\"number\":2}");
    DeadLetter whole = desk.whole(sale(3), sale(4));
    var groups =
        stores().letters().groups(LetterFilter.ANY, List.of(Dimension.CODE, Dimension.CAUSE), 10);
    assertEquals(3, groups.size());
    var largest = groups.getFirst();
    assertEquals("required", largest.values().get(Dimension.CODE));
    assertEquals("rejected", largest.values().get(Dimension.CAUSE));
    assertEquals(2, largest.letters());
    assertEquals(newest.id(), largest.example());
    assertEquals(newest.errors().getFirst(), largest.error());
    assertEquals(newest.createdAt(), largest.newest());
    var dead = groups.get(1);
    assertEquals(whole.id(), dead.example());
    assertEquals(1, dead.letters());
    assertEquals(2, dead.records());
    assertEquals(1, stores().letters().groups(LetterFilter.ANY, List.of(Dimension.CODE), 1).size());
    assertEquals(
        List.of(3L, 1L),
        stores().letters().groups(LetterFilter.ANY, List.of(Dimension.FIELD), 9).stream()
            .map(DeadLetterStore.Group::letters)
            .sorted(java.util.Comparator.reverseOrder())
            .toList());
    var bySource = stores().letters().groups(LetterFilter.ANY, List.of(Dimension.SOURCE), 9);
    assertNull(bySource.getFirst().values().get(Dimension.SOURCE));
    LetterFilter resolved = LetterFilter.ANY.withState(DeadLetter.State.RESOLVED);
    assertEquals(List.of(), stores().letters().groups(resolved, List.of(Dimension.NAME), 9));
  }

  @Test
  default void an_edit_is_kept_beside_the_original_and_can_be_undone() {
    DeadLetter letter = desk().letter(BAD);
    assertEquals(1, letter.version());
    DeadLetter edited = done(edit(letter, letter.version(), sale(1)));
    assertEquals(2, edited.version());
    assertTrue(edited.editedAt() != null);
    Content content = stores().letters().content(letter.id()).orElseThrow();
    assertArrayEquals(bytes(BAD), content.original());
    assertArrayEquals(bytes(sale(1)), content.current());
    assertEquals(edited, assertInstanceOf(Change.Stale.class, edit(letter, 1, sale(2))).letter());
    DeadLetter undone = done(stores().letters().edit(letter.id(), ANY, null));
    assertEquals(3, undone.version());
    assertNull(undone.editedAt());
    Content again = stores().letters().content(letter.id()).orElseThrow();
    assertArrayEquals(bytes(BAD), again.current());
    assertEquals(undone, done(stores().letters().edit(letter.id(), ANY, null)), "nothing to undo");
    assertInstanceOf(
        Change.Stale.class, stores().letters().edit(letter.id(), OptionalLong.of(1), null));
  }

  private Change edit(DeadLetter letter, long version, String payload) {
    return stores().letters().edit(letter.id(), OptionalLong.of(version), bytes(payload));
  }

  private static DeadLetter done(Change change) {
    return assertInstanceOf(Change.Done.class, change).letter();
  }

  @Test
  default void a_dismissed_letter_is_resolved_for_its_reason_and_stays_so() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    DeadLetter dismissed = done(stores().letters().dismiss(letter.id(), "a test of the partner"));
    assertEquals(DeadLetter.State.RESOLVED, dismissed.state());
    var resolution = dismissed.resolution();
    assertTrue(resolution != null);
    assertEquals(DeadLetter.Resolution.How.DISMISSED, resolution.how());
    assertEquals("a test of the partner", resolution.reason());
    assertEquals(0, stores().books().totals().openProblems());
    assertEquals(1, stores().books().totals().resolved());
    assertEquals(List.of(), stores().books().audit());
    assertInstanceOf(Change.NotOpen.class, stores().letters().dismiss(letter.id(), "again"));
    assertInstanceOf(Change.NotOpen.class, edit(letter, 2, sale(1)));
    assertInstanceOf(Desk.Reply.NotOpen.class, desk.replay(letter, null, null));
    UUID nobody = Samples.id();
    assertInstanceOf(Change.Unknown.class, stores().letters().dismiss(nobody, "x"));
    assertInstanceOf(Change.Unknown.class, stores().letters().edit(nobody, ANY, bytes("{}")));
  }

  @Test
  default void purged_letters_leave_the_books_of_all_their_runs_right() {
    DeskFixture desk = desk();
    DeadLetter again = desk.letter(BAD);
    desk.replay(again, null, null);
    desk.work();
    DeadLetter mended = desk.letter("{\"shop\":\"north\",\"number\":2}");
    desk.replay(mended, sale(2), null);
    desk.work();
    DeadLetter whole = desk.whole(sale(3), sale(2, "7.00", ""));
    desk.replay(whole, null, null);
    desk.work();
    DeadLetter held = desk.letter("{\"shop\":\"north\",\"number\":4}");
    desk.replay(held, null, null);
    assertEquals(List.of(), stores().books().audit());
    assertEquals(1, stores().letters().purge(Duration.ofSeconds(-5), 1));
    assertEquals(List.of(), stores().books().audit());
    assertEquals(3, stores().letters().purge(Duration.ofSeconds(-5), 100));
    assertEquals(List.of(), stores().books().audit());
    assertEquals(List.of(held.id()), ids(LetterFilter.ANY), "a replay holds it");
    var totals = stores().books().totals();
    assertEquals(1, totals.openProblems());
    assertEquals(totals.total().rejected() + totals.total().dead() - 1, totals.resolved());
    desk.work();
    assertEquals(1, stores().letters().purge(Duration.ofSeconds(-5), 100));
    stores().books().fold(1_000);
    assertEquals(List.of(), stores().books().audit());
    assertEquals(0, stores().books().totals().openProblems());
  }
}

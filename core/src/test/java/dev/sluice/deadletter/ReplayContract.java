package dev.sluice.deadletter;

import static dev.sluice.testing.Samples.sale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.Dataset.OnConflict;
import dev.sluice.dataset.DatasetStore.StoreResult;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter.Resolution.How;
import dev.sluice.deadletter.DeadLetter.State;
import dev.sluice.run.Answer;
import dev.sluice.run.Attempt;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A letter is resolved exactly when its record landed, and every book stays right (L67, E55). */
public interface ReplayContract {
  String BAD = "{\"shop\":\"north\",\"number\":1}";

  /** Fresh and empty. */
  Stores stores();

  private DeskFixture desk() {
    return new DeskFixture(stores());
  }

  private static UUID started(Desk.Reply reply) {
    return assertInstanceOf(Desk.Reply.Started.class, reply).run();
  }

  private void assertBooks(long openProblems, long resolved) {
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(), stores().books().audit());
      assertEquals(openProblems, stores().books().totals().openProblems());
      assertEquals(resolved, stores().books().totals().resolved());
      stores().books().fold(1_000);
    }
  }

  private static void assertResolved(How how, DeadLetter letter) {
    assertEquals(State.RESOLVED, letter.state());
    var resolution = letter.resolution();
    assertTrue(resolution != null);
    assertEquals(how, resolution.how());
  }

  @Test
  default void a_mended_letter_is_stored_and_the_books_of_its_run_stay_N04() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    Counts before = desk.total();
    UUID run = started(desk.replay(letter, sale(1, "9.99", ""), null));
    assertEquals(State.REPLAYING, desk.now(letter).state());
    assertEquals(new Counts(1, 0, 0, 0, 0, 0), desk.run(run));
    assertBooks(1, 0);
    desk.work();
    DeadLetter stored = desk.now(letter);
    assertResolved(How.STORED, stored);
    assertEquals(1, stored.replays());
    assertEquals(Map.of(1, new BigDecimal("9.99")), desk.amounts());
    assertEquals(before, desk.total());
    assertEquals(new Counts(1, 1, 0, 0, 0, 0), desk.run(run));
    assertBooks(0, 1);
    Content content = stores().letters().content(letter.id()).orElseThrow();
    assertArrayEquals(BAD.getBytes(UTF_8), content.original());
    Outcome outcome = desk.latest(letter);
    assertEquals(1, outcome.stored());
    assertTrue(outcome.settledAt() != null);
    assertEquals(requireNonNull(stored.resolution()).record(), outcome.record());
    assertInstanceOf(Desk.Reply.NotOpen.class, desk.replay(letter, null, null));
  }

  @Test
  default void many_clicks_store_once() throws Exception {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    List<Callable<Desk.Reply>> clicks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clicks.add(() -> desk.replay(letter, sale(1), null));
    }
    int started = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Desk.Reply> reply : threads.invokeAll(clicks)) {
        started += reply.get() instanceof Desk.Reply.Started ? 1 : 0;
      }
    }
    desk.work();
    assertEquals(1, started);
    assertEquals(1, desk.amounts().size());
    assertEquals(1, stores().replays().outcomes(letter.id()).size());
    assertBooks(0, 1);
  }

  @Test
  default void a_letter_that_fails_again_is_open_again_with_its_new_errors() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    UUID run = started(desk.replay(letter, "{\"shop\":1}", null));
    desk.work();
    DeadLetter again = desk.now(letter);
    assertEquals(State.OPEN, again.state());
    assertEquals(1, again.replays());
    assertEquals("type", again.code());
    assertEquals("type", again.errors().getFirst().code());
    assertEquals(List.of(again), desk.letters(), "no second letter");
    assertEquals(new Counts(1, 0, 0, 0, 1, 0), desk.run(run));
    assertEquals("type", desk.latest(letter).code());
    assertBooks(1, 0);
    desk.replay(again, sale(1), null);
    desk.work();
    assertResolved(How.STORED, desk.now(letter));
    assertEquals(2, desk.now(letter).replays());
    assertEquals(2, stores().replays().outcomes(letter.id()).size());
    assertBooks(0, 1);
  }

  @Test
  default void what_the_database_refuses_goes_back_too_and_costs_its_neighbours_nothing() {
    DeskFixture desk = desk();
    DeadLetter refused = desk.letter(BAD);
    DeadLetter good = desk.letter("{\"shop\":\"north\",\"number\":2}");
    edit(refused, sale(1, "1.00", ",\"note\":\"\\u0000\""));
    edit(good, sale(2));
    replayAll(desk, null);
    assertEquals("value-refused", desk.now(refused).code());
    assertEquals(State.OPEN, desk.now(refused).state());
    assertResolved(How.STORED, desk.now(good));
    assertBooks(1, 1);
  }

  private void edit(DeadLetter letter, String payload) {
    var version = java.util.OptionalLong.of(letter.version());
    assertInstanceOf(
        Change.Done.class, stores().letters().edit(letter.id(), version, payload.getBytes(UTF_8)));
  }

  private static UUID replayAll(DeskFixture desk, @Nullable OnConflict onConflict) {
    Desk.Selection selection = desk.desk().select(LetterFilter.ANY);
    Map<UUID, RunKey> runs = desk.desk().replay(selection, onConflict, "desk", null);
    desk.work();
    return runs.keySet().iterator().next();
  }

  @Test
  default void a_conflict_stays_one_until_somebody_says_overwrite() {
    DeskFixture desk = desk();
    desk.land(sale(1, "1.00", ""), sale(2, "2.00", ""));
    DeadLetter letter = desk.letter(sale(1, "5.00", ""));
    UUID first = started(desk.replay(letter, null, null));
    desk.work();
    assertEquals(State.OPEN, desk.now(letter).state());
    assertEquals(new Counts(1, 0, 0, 0, 1, 0), desk.run(first));
    assertEquals(new BigDecimal("3"), desk.sum());
    UUID second = started(desk.replay(letter, null, OnConflict.OVERWRITE));
    desk.work();
    assertResolved(How.STORED, desk.now(letter));
    assertEquals(new Counts(1, 1, 0, 0, 0, 0), desk.run(second));
    assertEquals(Map.of(1, new BigDecimal("5"), 2, new BigDecimal("2")), desk.amounts());
    assertEquals(new BigDecimal("7"), desk.sum());
    assertBooks(0, 1);
    assertTrue(stores().datasets().purgeImages(Duration.ofSeconds(-5), 10) <= 1);
    assertBooks(0, 1);
    assertInstanceOf(Verdict.Duplicate.class, desk.land(sale(1, "5.00", "")).getFirst());
    DeadLetter old = desk.letter(sale(1, "1.00", ""));
    assertEquals("conflict", old.code(), "what was overwritten is other content now");
  }

  @Test
  default void overwrites_of_one_key_in_one_batch_leave_the_newest() {
    DeskFixture desk = desk();
    desk.land(sale(1, "1.00", ""));
    DeadLetter older = desk.letter(sale(1, "5.00", ""));
    DeadLetter newer = desk.letter(sale(1, "6.00", ""));
    UUID run = replayAll(desk, OnConflict.OVERWRITE);
    assertEquals(Map.of(1, new BigDecimal("6")), desk.amounts());
    assertEquals(new BigDecimal("6"), desk.sum());
    assertResolved(How.DUPLICATE, desk.now(older));
    assertResolved(How.STORED, desk.now(newer));
    assertEquals(new Counts(2, 1, 1, 0, 0, 0), desk.run(run));
    assertBooks(0, 2);
  }

  @Test
  default void keep_resolves_a_conflict_as_a_duplicate() {
    DeskFixture desk = desk();
    desk.land(sale(1, "1.00", ""));
    DeadLetter letter = desk.letter(sale(1, "5.00", ""));
    UUID run = started(desk.replay(letter, null, OnConflict.KEEP));
    desk.work();
    assertResolved(How.DUPLICATE, desk.now(letter));
    assertEquals(new Counts(1, 0, 1, 1, 0, 0), desk.run(run));
    assertEquals(Map.of(1, new BigDecimal("1")), desk.amounts());
    assertBooks(0, 1);
  }

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
  default void a_plan_claims_step_by_step_and_never_the_same_letter_twice() {
    DeskFixture desk = desk();
    for (int i = 0; i < 10; i++) {
      edit(desk.letter("{\"number\":" + i + "}"), i % 2 == 0 ? sale(i) : "{}");
    }
    Desk.Selection selection = desk.desk().select(LetterFilter.ANY);
    assertEquals(10, selection.letters());
    UUID run = desk.desk().replay(selection, null, "desk", null).keySet().iterator().next();
    DeadLetter late = desk.letter("{\"number\":99}");
    Lease planned = desk.leaseReplay();
    ReplayPlan plan = ReplayPayload.read(planned.batch().payload()).plan();
    assertTrue(plan != null);
    List<Replays.Step> steps = new ArrayList<>();
    do {
      steps.add(stores().replays().step(planned, plan, 4));
      desk.work();
      assertEquals(List.of(), stores().books().audit());
    } while (steps.getLast() == Replays.Step.MORE);
    assertEquals(List.of(Replays.Step.MORE, Replays.Step.MORE, Replays.Step.DONE), steps);
    assertEquals(new Counts(10, 5, 0, 0, 5, 0), desk.run(run));
    assertEquals(0, desk.now(late).replays(), "it came after the replay was asked for");
    assertEquals(0, stores().books().closeFinished(RunKind.REPLAY), "not folded yet");
    assertBooks(6, 5);
    assertEquals(1, stores().books().closeFinished(RunKind.REPLAY));
    Run closed = stores().books().run(run).orElseThrow();
    assertEquals(Run.Status.COMPLETED, closed.status());
    assertTrue(closed.balanced());
    assertEquals(Replays.Step.STALE, stores().replays().step(planned, plan, 4));
  }

  @Test
  default void letters_of_a_definition_that_is_gone_are_left_alone() {
    DeskFixture desk = desk();
    RunKey gone = new RunKey("default", RunKind.FEED, "gone", "2026-03-01");
    NewBatch batch = Samples.batch(stores().batches().open(gone), gone);
    stores()
        .datasets()
        .accept(new Landing(batch, Samples.sales(), Samples.entries("{}"), List.of(), v -> List.of()));
    DeadLetter orphan = desk.letters().getFirst();
    desk.letter(BAD);
    Desk.Selection selection = desk.desk().select(LetterFilter.ANY);
    assertEquals(1, selection.letters());
    assertEquals(1, selection.withoutDefinition());
    replayAll(desk, null);
    assertEquals(0, desk.now(orphan).replays());
    assertInstanceOf(Desk.Reply.NoDefinition.class, desk.replay(orphan, null, null));
    assertTrue(desk.desk().validate(orphan, new byte[0]).isEmpty());
  }

  @Test
  default void a_rescued_replay_settles_once_and_the_late_lease_is_refused() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    UUID run = started(desk.replay(letter, sale(1), null));
    Lease late = desk.lease(RunKind.REPLAY, Duration.ZERO).orElseThrow();
    assertEquals(1, stores().batches().rescue(10));
    Lease current = desk.leaseReplay();
    assertInstanceOf(Attempt.Done.class, desk.handle(current));
    assertInstanceOf(Attempt.Rejected.class, desk.handle(late), "it holds nothing any more");
    assertEquals(false, stores().batches().bury(late, "late", "late"));
    assertResolved(How.STORED, desk.now(letter));
    assertEquals(new Counts(1, 1, 0, 0, 0, 0), desk.run(run));
    assertBooks(0, 1);
  }

  @Test
  default void a_settled_replay_stored_again_gives_its_first_answer() {
    DeskFixture desk = desk();
    desk.land(sale(1));
    DeadLetter bad = desk.letter(BAD);
    DeadLetter conflict = desk.letter(sale(1, "5.00", ""));
    desk.desk().replay(desk.desk().select(LetterFilter.ANY), null, "desk", null);
    Lease planned = desk.leaseReplay();
    desk.handle(planned);
    Lease lease = desk.leaseReplay();
    List<Entry> entries =
        List.of(corrected(0, BAD, bad), corrected(1, sale(1, "5.00", ""), conflict));
    StoreResult first = stores().datasets().store(lease, Samples.sales(), entries);
    StoreResult again = stores().datasets().store(lease, Samples.sales(), entries);
    for (StoreResult result : List.of(first, again)) {
      List<Verdict> verdicts = assertInstanceOf(StoreResult.Settled.class, result).verdicts();
      assertEquals(bad.id(), assertInstanceOf(Verdict.Rejected.class, verdicts.get(0)).letter());
      assertEquals(
          conflict.id(), assertInstanceOf(Verdict.Conflict.class, verdicts.get(1)).letter());
    }
    assertEquals(1, desk.now(bad).replays());
    assertBooks(2, 0);
  }

  private static Entry corrected(int row, String record, DeadLetter letter) {
    Entry one = Samples.entries(record).getFirst();
    return new Entry(
        row, one.original(), one.correlation(), one.processed(), one.source(), letter.id());
  }

  @Test
  default void a_replay_that_is_given_up_leaves_its_letters_open() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    DeadLetter whole = desk.whole(sale(1), sale(2));
    desk.desk().replay(desk.desk().select(LetterFilter.ANY), null, "desk", null);
    Lease planned = desk.leaseReplay();
    UUID run = planned.batch().run();
    desk.handle(planned);
    assertTrue(stores().batches().bury(desk.leaseReplay(), "retries-exhausted", "away"));
    for (int crash = 0; crash < BatchStore.DEAD_AFTER; crash++) {
      assertTrue(desk.lease(RunKind.REPLAY, Duration.ZERO).isPresent());
      assertEquals(1, stores().batches().rescue(10));
    }
    assertEquals(new Counts(3, 0, 0, 0, 0, 3), desk.run(run));
    assertEquals(2, desk.letters().size(), "no letters about letters");
    for (DeadLetter one : List.of(letter, whole)) {
      assertEquals(State.OPEN, desk.now(one).state());
      assertEquals(1, desk.now(one).replays());
      assertEquals(one.code(), desk.now(one).code(), "what is wrong with it is still the same");
      assertEquals(one.records(), desk.latest(one).dead());
    }
    assertBooks(3, 0);
    replayAll(desk, null);
    assertEquals(2, desk.amounts().size());
    assertBooks(1, 2);
  }

  @Test
  default void a_plan_that_is_given_up_fails_its_run_and_holds_no_letter() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    desk.desk().replay(desk.desk().select(LetterFilter.ANY), null, "desk", null);
    Lease planned = desk.leaseReplay();
    assertTrue(stores().batches().bury(planned, "crashed", "five times"));
    assertEquals(State.OPEN, desk.now(letter).state());
    assertBooks(1, 0);
    assertEquals(1, stores().books().closeFinished(RunKind.REPLAY));
    assertEquals(
        Run.Status.FAILED, stores().books().run(planned.batch().run()).orElseThrow().status());
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
    stores().datasets().accept(new Landing(batch, Samples.sales(), entries, List.of(), v -> List.of()));
    assertResolved(How.STORED, desk.now(mended));
    assertEquals(State.OPEN, desk.now(failing).state());
    assertEquals("type", desk.now(failing).code());
    assertEquals(State.REPLAYING, desk.now(held).state(), "another batch settles it");
    assertEquals(new Counts(3, 2, 0, 0, 1, 0), desk.run(batch.run()));
    desk.work();
    assertResolved(How.DUPLICATE, desk.now(held));
    assertEquals(1, stores().books().totals().openProblems());
  }

  @Test
  default void the_answer_commits_with_the_claim() {
    DeskFixture desk = desk();
    DeadLetter letter = desk.letter(BAD);
    Answer answer = new Answer("default", "click", new byte[] {1}, 202, new byte[] {2});
    var request = new Desk.Request(letter, null, null, "desk", run -> answer);
    started(desk.desk().replay(request));
    assertEquals(202, stores().answers().find("default", "click").orElseThrow().status());
    Answer second = new Answer("default", "later", new byte[] {1}, 202, new byte[] {2});
    var again = new Desk.Request(letter, null, null, "desk", run -> second);
    assertInstanceOf(Desk.Reply.NotOpen.class, desk.desk().replay(again));
    assertTrue(stores().answers().find("default", "later").isEmpty());
    desk.work();
    desk.desk().replay(desk.desk().select(LetterFilter.ANY), null, "desk", runs -> second);
    assertTrue(stores().answers().find("default", "later").isPresent());
  }

  @Test
  default void what_a_replay_would_come_to_is_what_it_comes_to() {
    DeskFixture desk = desk();
    desk.land(sale(1, "1.00", ""));
    DeadLetter letter = desk.letter(BAD);
    for (var expected :
        Map.of(
                BAD,
                Validation.Verdict.REJECTED,
                "no json",
                Validation.Verdict.REJECTED,
                sale(1, "1.00", ""),
                Validation.Verdict.DUPLICATE,
                sale(1, "2.00", ""),
                Validation.Verdict.CONFLICT,
                sale(2),
                Validation.Verdict.STORED)
            .entrySet()) {
      Validation validation =
          desk.desk().validate(letter, expected.getKey().getBytes(UTF_8)).orElseThrow();
      assertEquals(expected.getValue(), validation.verdict(), expected.getKey());
      assertEquals(
          validation.verdict() != Validation.Verdict.REJECTED, validation.record() != null);
    }
  }
}

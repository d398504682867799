package dev.sluice.deadletter;

import static dev.sluice.testing.Samples.sale;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.DatasetStore.StoreResult;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter.Resolution.How;
import dev.sluice.deadletter.DeadLetter.State;
import dev.sluice.run.Attempt;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.SalesJudge;
import dev.sluice.testing.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Replays of many letters: claimed in steps, landed once, through crashes and burials. */
public interface ReplayRunContract extends ReplayChecks {
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
  default void letters_of_two_tenants_are_replayed_by_a_run_each() throws Exception {
    DeskFixture fixture = desk();
    DeadLetter ours = fixture.letter(BAD);
    RunKey other = new RunKey("other", RunKind.FEED, "till", "2026-03-01");
    NewBatch batch = Samples.batch(stores().batches().open(other), other);
    stores()
        .datasets()
        .accept(
            new Landing(batch, Samples.sales(), Samples.entries(BAD), List.of(), v -> List.of()));
    LetterFilter others = LetterFilter.ANY.withTenant("other");
    DeadLetter theirs = stores().letters().letters(others, null, 10).getFirst();
    Judges judges = (tenant, kind, name) -> Optional.of(new SalesJudge(Samples.sales()));
    Desk desk = new Desk(stores().replays(), judges, stores().datasets(), Samples::id);
    var runs = desk.replay(desk.select(LetterFilter.ANY), null, "desk", null);
    assertEquals(
        Set.of("default", "other"),
        runs.values().stream().map(RunKey::tenant).collect(Collectors.toSet()));
    ReplayHandler handler = new ReplayHandler(stores().replays(), judges, stores().datasets());
    for (int batches = 0; batches < 4; batches++) {
      assertInstanceOf(Attempt.Done.class, handler.handle(fixture.leaseReplay()));
    }
    for (DeadLetter letter : List.of(ours, theirs)) {
      assertEquals(1, fixture.now(letter).replays());
      RunKey by = requireNonNull(runs.get(fixture.latest(letter).run()));
      assertEquals(letter.run().tenant(), by.tenant());
    }
    assertBooks(2, 0);
  }

  @Test
  default void letters_of_a_definition_that_is_gone_are_left_alone() {
    DeskFixture desk = desk();
    RunKey gone = new RunKey("default", RunKind.FEED, "gone", "2026-03-01");
    NewBatch batch = Samples.batch(stores().batches().open(gone), gone);
    stores()
        .datasets()
        .accept(
            new Landing(batch, Samples.sales(), Samples.entries("{}"), List.of(), v -> List.of()));
    DeadLetter orphan = desk.letters().getFirst();
    desk.letter(BAD);
    Desk.Selection selection = desk.desk().select(LetterFilter.ANY);
    assertEquals(1, selection.letters());
    assertEquals(1, selection.withoutDefinition());
    replayAll(desk, null);
    assertEquals(0, desk.now(orphan).replays());
    assertInstanceOf(Desk.Reply.NoDefinition.class, desk.replay(orphan, null, null));
    assertTrue(desk.desk().validate(orphan, new Content(new byte[0], null)).isEmpty());
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
}

package dev.sluice.deadletter;

import static dev.sluice.testing.Samples.sale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.Dataset.OnConflict;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter.Resolution.How;
import dev.sluice.deadletter.DeadLetter.State;
import dev.sluice.run.Answer;
import dev.sluice.run.Counts;
import dev.sluice.testing.DeskFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A letter is resolved exactly when its record landed, and every book stays right (L67, E55). */
public interface ReplayContract extends ReplayChecks {
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
          desk.desk()
              .validate(letter, new Content(new byte[0], expected.getKey().getBytes(UTF_8)))
              .orElseThrow();
      assertEquals(expected.getValue(), validation.verdict(), expected.getKey());
      assertEquals(
          validation.verdict() != Validation.Verdict.REJECTED, validation.record() != null);
    }
  }
}

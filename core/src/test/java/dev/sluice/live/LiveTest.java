package dev.sluice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 14: snapshots with versions, and nobody waits for anybody. */
class LiveTest {
  private static final Duration NEVER = Duration.ofDays(1);

  static final long PATIENCE = 60;

  private final LocalBroadcast broadcast = new LocalBroadcast(InstantSource.system());

  private final Things things = new Things(NEVER);

  private final Live live =
      new Live(List.of(things), broadcast, new Live.Options(Duration.ofMillis(20), 3));

  LiveTest() {
    live.start();
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private void set(String id, int value) {
    things.values.put(id, value);
    broadcast.changed(Topic.of("things", id));
  }

  @Test
  void the_current_state_comes_first_and_then_each_newer_one() throws Exception {
    things.values.put("a", 1);
    try (Reader reader = new Reader(live, null)) {
      assertTrue(reader.subscriber.subscribe("things/a").isEmpty());
      Snapshot first = reader.snapshot();
      assertEquals("1", first.data());
      set("a", 2);
      Snapshot second = reader.snapshot();
      assertEquals("2", second.data());
      assertTrue(second.version() > first.version());
      assertEquals(
          "{\"topic\":\"things/a\",\"version\":" + second.version() + ",\"data\":2}",
          second.message());
    }
  }

  @Test
  void many_changes_become_few_messages_of_which_the_last_is_the_newest() throws Exception {
    things.values.put("a", 0);
    try (Reader reader = new Reader(live, null)) {
      reader.subscriber.subscribe("things/a");
      reader.next();
      for (int value = 1; value <= 20_000; value++) {
        set("a", value);
      }
      long version = 0;
      int seen = 0;
      Snapshot last;
      do {
        last = reader.snapshot();
        assertTrue(last.version() > version, "versions only grow");
        version = last.version();
        seen++;
      } while (!last.data().equals("20000"));
      assertTrue(seen < 10_000, "coalesced, but there were " + seen);
    }
  }

  @Test
  void a_thousand_watch_what_is_read_once() throws Exception {
    things.values.put("a", 0);
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Reader reader = new Reader(live, null);
      readers.add(reader);
      reader.subscriber.subscribe("things/a");
    }
    for (Reader reader : readers) {
      assertEquals("0", reader.snapshot().data());
    }
    int before = things.reads.get();
    set("a", 1);
    for (Reader reader : readers) {
      assertEquals("1", reader.snapshot().data());
      reader.close();
    }
    assertEquals(before + 1, things.reads.get());
  }

  @Test
  void who_reads_nothing_holds_nobody_and_costs_one_message_a_topic() throws Exception {
    things.values.put("a", 0);
    things.values.put("b", 0);
    Semaphore told = new Semaphore(0);
    try (Subscriber slow = new Subscriber(live, null, 5, told::release);
        Reader quick = new Reader(live, null)) {
      slow.subscribe("things/a");
      slow.subscribe("things/b");
      quick.subscriber.subscribe("things/a");
      assertTrue(told.tryAcquire(2, PATIENCE, TimeUnit.SECONDS));
      quick.next();
      for (int value = 1; value <= 30; value++) {
        set("a", value);
        assertEquals(Integer.toString(value), quick.snapshot().data());
      }
      assertTrue(told.tryAcquire(30, PATIENCE, TimeUnit.SECONDS));
      List<String> kept = new ArrayList<>();
      for (Message next = slow.next(); next != null; next = slow.next()) {
        kept.add(assertInstanceOf(Message.State.class, next).snapshot().data());
      }
      kept.sort(null);
      assertEquals(List.of("0", "30"), kept);
    }
  }

  @Test
  void what_nobody_watches_is_not_read() throws Exception {
    Things other = new Things(Duration.ZERO);
    other.values.put("a", 0);
    other.values.put("b", 0);
    try (Live often =
            new Live(List.of(other), broadcast, new Live.Options(Duration.ofMillis(1), 3));
        Reader reader = new Reader(often, null)) {
      often.start();
      reader.subscriber.subscribe("things/a");
      reader.next();
      reader.subscriber.unsubscribe("things/a");
      reader.subscriber.subscribe("things/b");
      reader.next();
      for (int value = 1; value <= 5; value++) {
        other.values.put("b", value);
        assertEquals(Topic.of("things", "b"), reader.snapshot().topic());
        other.values.put("a", value);
      }
    }
  }

  @Test
  void without_a_word_a_topic_is_read_again_in_time() throws Exception {
    Things silent = new Things(Duration.ofMillis(50));
    silent.values.put("a", 0);
    try (Live own = new Live(List.of(silent), broadcast, Live.Options.DEFAULT);
        Reader reader = new Reader(own, null)) {
      own.start();
      reader.subscriber.subscribe("things/a");
      assertEquals("0", reader.snapshot().data());
      silent.values.put("a", 1);
      assertEquals("1", reader.snapshot().data());
      silent.values.put("a", 2);
      assertEquals("2", reader.snapshot().data());
    }
  }

  @Test
  void a_change_of_one_is_a_change_of_the_list_and_lost_words_are_made_up_for() throws Exception {
    try (Reader reader = new Reader(live, null)) {
      reader.subscriber.subscribe("things");
      assertEquals("0", reader.snapshot().data());
      set("a", 1);
      assertEquals("1", reader.snapshot().data());
      things.values.put("b", 1);
      broadcast.missed();
      assertEquals("2", reader.snapshot().data());
    }
  }

  @Test
  void a_backend_that_is_away_puts_the_first_state_off() throws Exception {
    things.values.put("a", 7);
    things.faults.set(2);
    try (Reader reader = new Reader(live, null)) {
      reader.subscriber.subscribe("things/a");
      assertEquals("7", reader.snapshot().data());
    }
  }

  @Test
  void what_is_not_there_is_refused_and_what_goes_away_is_null() throws Exception {
    things.values.put("a", 1);
    try (Reader reader = new Reader(live, null)) {
      reader.subscriber.subscribe("things/none");
      assertEquals(
          new Message.Refusal("things/none", "not-found", "there is no such thing"),
          reader.refusal());
      reader.subscriber.subscribe("things/a");
      reader.next();
      things.values.remove("a");
      broadcast.changed(Topic.of("things", "a"));
      assertEquals("null", reader.snapshot().data());
      set("none", 1);
      reader.subscriber.subscribe("things/none");
      assertEquals("1", reader.snapshot().data());
    }
  }

  @Test
  void a_tenant_sees_its_own() throws Exception {
    things.values.put("mine-1", 1);
    things.values.put("yours-1", 2);
    try (Reader reader = new Reader(live, "mine")) {
      reader.subscriber.subscribe("things/yours-1");
      assertEquals("not-found", reader.refusal().code());
      reader.subscriber.subscribe("things/mine-1");
      assertEquals("1", reader.snapshot().data());
    }
  }

  @Test
  void bad_topics_and_too_many_are_refused_by_name() {
    for (String id : List.of("a", "b", "c")) {
      things.values.put(id, 1);
    }
    try (Subscriber subscriber = new Subscriber(live, null, 2, () -> {})) {
      Message.Refusal unknown = subscriber.subscribe("thing/a").orElseThrow();
      assertEquals("unknown-topic", unknown.code());
      assertTrue(unknown.detail().contains("did you mean `things`"), unknown.detail());
      assertEquals("unknown-topic", subscriber.subscribe("").orElseThrow().code());
      assertEquals("unknown-topic", subscriber.subscribe("things/a b\"").orElseThrow().code());
      assertEquals("unknown-topic", subscriber.subscribe("x".repeat(10_000)).orElseThrow().code());
      assertTrue(subscriber.subscribe("things/a").isEmpty());
      assertTrue(subscriber.subscribe("things/a").isEmpty(), "twice is once");
      assertTrue(subscriber.subscribe("things/b").isEmpty());
      assertEquals("too-many-topics", subscriber.subscribe("things/c").orElseThrow().code());
      subscriber.unsubscribe("things/a");
      assertTrue(subscriber.subscribe("things/c").isEmpty());
    }
  }

  @Test
  void refusals_that_nobody_reads_do_not_pile_up() {
    try (Subscriber subscriber = new Subscriber(live, null, 3, () -> {})) {
      for (int i = 0; i < 100; i++) {
        subscriber.refuse(new Message.Refusal("\"" + i, "code", "detail"));
      }
      int kept = 0;
      for (Message next = subscriber.next(); next != null; next = subscriber.next()) {
        assertTrue(next.text().startsWith("{\"error\":{\"topic\":\"\\\""), next.text());
        kept++;
      }
      assertEquals(3, kept);
      assertNull(subscriber.next());
    }
  }

  @Test
  void two_sources_of_one_prefix_are_a_mistake() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Live(List.of(things, things), broadcast, Live.Options.DEFAULT));
  }
}

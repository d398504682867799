package dev.sluice.sequence;

import static dev.sluice.testing.Samples.sales;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.dataset.SourceName;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is known of senders is what their batches brought, each batch once (N23, N26). */
public interface SenderContract extends SenderBatches {

  @Test
  default void a_sender_is_known_at_once_folded_or_not() {
    land(SenderBatches.arrivals("north", 1, 2, 3, 7));
    for (int round = 0; round < 2; round++) {
      assertEquals("north", only().source());
      assertEquals(7, numbers().highest());
      assertEquals(List.of(new Range(4, 6)), numbers().missing());
      assertEquals(3, numbers().missingCount());
      fold();
    }
    land(SenderBatches.arrivals("north", 5, 2));
    assertEquals(List.of(new Range(4, 4), new Range(6, 6)), numbers().missing());
    assertEquals(1, numbers().late());
    assertEquals(1, numbers().repeated());
    fold();
    assertEquals(List.of(new Range(4, 4), new Range(6, 6)), numbers().missing());
    assertEquals(List.of(only()), stores().senders().recent(5));
    assertEquals(List.of(), stores().senders().senders("other", "till", 10));
    assertEquals(List.of(), stores().senders().senders("default", "other", 10));
  }

  @Test
  default void a_sender_is_known_by_a_name_of_any_length() {
    StringBuilder name = new StringBuilder();
    new Random(1).ints(60_000, 0x4E00, 0x9FFF).forEach(name::appendCodePoint);
    land(SenderBatches.arrivals(name.toString(), 1, 3));
    for (int round = 0; round < 2; round++) {
      assertEquals(SourceName.of(name.toString()), only().source());
      assertEquals(List.of(new Range(2, 2)), numbers().missing());
      fold();
    }
  }

  @Test
  default void a_batch_accepted_again_is_counted_once() {
    NewBatch batch = SenderBatches.batch(stores(), SenderBatches.arrivals("north", 1, 2));
    land(batch);
    land(batch);
    fold();
    land(batch);
    fold();
    assertEquals(0, numbers().repeated());
    assertEquals(2, numbers().highest());
  }

  @Test
  default void what_waits_in_the_queue_was_seen_and_stays_so_when_it_dies() {
    NewBatch batch = SenderBatches.batch(stores(), SenderBatches.arrivals("north", 1, 3));
    stores().batches().accept(batch, 2, new byte[] {1});
    assertEquals(List.of(new Range(2, 2)), numbers().missing());
    Lease lease =
        stores()
            .batches()
            .lease(
                new LeaseRequest(
                    RunKind.FEED, "test", Duration.ofSeconds(30), LeaseRequest.FIRST, 10))
            .orElseThrow();
    assertEquals(3, numbers().highest());
    assertTrue(stores().batches().bury(lease, "code", "reason"));
    assertEquals(3, numbers().highest());
    fold();
    assertEquals(List.of(new Range(2, 2)), numbers().missing());
    assertEquals(0, numbers().repeated());
  }

  @Test
  default void concurrent_batches_and_folds_leave_exactly_what_never_came() throws Exception {
    List<Long> numbers = new ArrayList<>();
    for (long number = 1; number <= 600; number++) {
      if (number % 97 != 0) {
        numbers.add(number);
      }
    }
    numbers.addAll(numbers.subList(0, 100));
    Collections.shuffle(numbers, new Random(11));
    stores().datasets().declare(sales());
    List<Callable<Integer>> work = new ArrayList<>();
    for (int from = 0; from < numbers.size(); from += 20) {
      List<Long> part = numbers.subList(from, Math.min(numbers.size(), from + 20));
      long[] brought = part.stream().mapToLong(Long::longValue).toArray();
      work.add(() -> {
        land(SenderBatches.arrivals("north", brought));
        return 0;
      });
      work.add(() -> stores().books().fold(5));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    fold();
    assertEquals(
        List.of(97, 194, 291, 388, 485, 582),
        numbers().missing().stream().map(range -> (int) range.first()).toList());
    assertEquals(6, numbers().missingCount());
    assertEquals(100, numbers().repeated());
    assertEquals(600, numbers().highest());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void the_largest_numbers_are_kept_as_they_are() {
    land(SenderBatches.arrivals("north", Long.MAX_VALUE, Long.MIN_VALUE, 5));
    Numbers before = numbers();
    fold();
    assertEquals(before, numbers());
    assertEquals(Long.MAX_VALUE, numbers().highest());
    land(SenderBatches.arrivals("north", Long.MAX_VALUE));
    fold();
    assertEquals(before.missing(), numbers().missing());
  }

  @Test
  default void senders_with_odd_names_and_without_numbers_are_kept() {
    Arrivals arrivals = new Arrivals();
    arrivals.add("", null);
    arrivals.add("quote\"and\u00fc", 1L);
    land(arrivals);
    fold();
    List<Sender> senders = stores().senders().senders("default", "till", 10);
    assertEquals(List.of("", "quote\"and\u00fc"), senders.stream().map(Sender::source).toList());
    assertEquals(null, senders.getFirst().numbers());
    assertEquals(1, stores().senders().senders("default", "till", 1).size());
  }

  @Test
  default void rejected_records_count_for_their_sender_and_make_nobody_known() {
    Arrivals first = new Arrivals();
    first.claim("north", 1L);
    first.claim("made up", 1L);
    land(first);
    assertEquals(0, stores().senders().senders("default", "till", 10).size());
    land(SenderBatches.arrivals("north", 2, 3));
    Arrivals then = new Arrivals();
    then.claim("north", 4L);
    land(then);
    land(SenderBatches.arrivals("north", 5));
    assertEquals(List.of(), numbers().missing());
    fold();
    assertEquals(List.of(), numbers().missing());
    assertEquals(5, numbers().highest());
  }

  @Test
  default void numbers_that_will_not_come_are_dismissed() {
    land(SenderBatches.arrivals("north", 1, 5, 9));
    fold();
    Sender left =
        stores().senders().dismiss("default", "till", "north", new Range(1, 4)).orElseThrow();
    assertEquals(List.of(new Range(6, 8)), requireNonNull(left.numbers()).missing());
    assertEquals(left, only());
    land(SenderBatches.arrivals("north", 13));
    left = stores().senders().dismiss("default", "till", "north", new Range(10, 11)).orElseThrow();
    assertEquals(
        List.of(new Range(6, 8), new Range(12, 12)), requireNonNull(left.numbers()).missing());
    fold();
    assertEquals(left, only(), "also numbers that were seen just before");
    assertTrue(stores().senders().dismiss("default", "till", "x", new Range(1, 4)).isEmpty());
  }

  @Test
  default void senders_long_gone_are_forgotten() {
    land(SenderBatches.arrivals("north", 1));
    fold();
    assertEquals(0, stores().senders().purge(Duration.ofHours(1), 10));
    assertEquals(1, stores().senders().purge(Duration.ofSeconds(-5), 10));
    assertEquals(List.of(), stores().senders().senders("default", "till", 10));
  }
}

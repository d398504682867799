package dev.sluice.sequence;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The arithmetic of gaps against counting one number after the other. */
class CountingTest {

  /** What anybody would do with unlimited memory. */
  private static final class Naive {
    final TreeSet<Long> seen = new TreeSet<>();
    long repeated;
    long late;

    void take(long number) {
      if (!seen.isEmpty() && number < seen.last() && !seen.contains(number)) {
        late++;
      }
      repeated += seen.add(number) ? 0 : 1;
    }

    Set<Long> missing() {
      Set<Long> missing = new TreeSet<>();
      for (long number = seen.first(); number < seen.last(); number++) {
        if (!seen.contains(number)) {
          missing.add(number);
        }
      }
      return missing;
    }
  }

  private static Set<Long> all(List<Range> ranges) {
    Set<Long> all = new TreeSet<>();
    for (Range range : ranges) {
      for (long number = range.first(); number <= range.last(); number++) {
        assertTrue(all.add(number), "ranges overlap");
      }
    }
    return all;
  }

  private static Numbers count(Iterable<Integer> numbers, int perBatch) {
    @Nullable Numbers state = null;
    Arrivals arrivals = new Arrivals();
    int held = 0;
    for (int number : numbers) {
      arrivals.add("S", (long) number);
      if (++held == perBatch) {
        state = fold(state, arrivals);
        arrivals = new Arrivals();
        held = 0;
      }
    }
    return requireNonNull(held > 0 ? fold(state, arrivals) : state);
  }

  /** As a batch's text is folded, with the state read back each time. */
  private static Numbers fold(@Nullable Numbers state, Arrivals arrivals) {
    Counting counting = new Counting(state);
    runs(arrivals).forEach(counting::take);
    return requireNonNull(counting.numbers());
  }

  private static List<Range> runs(Arrivals arrivals) {
    return runs(arrivals, "S");
  }

  private static List<Range> runs(Arrivals arrivals, String sender) {
    return requireNonNull(Arrivals.read(requireNonNull(arrivals.text())).get(sender)).runs();
  }

  @Property(seed = "2026")
  void gaps_are_what_counting_one_by_one_finds(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = -60, max = 120) Integer> numbers,
      @ForAll @IntRange(min = 1, max = 40) int perBatch) {
    Naive naive = new Naive();
    numbers.forEach(naive::take);
    Numbers counted = count(numbers, perBatch);
    assertEquals(naive.seen.first(), counted.lowest());
    assertEquals(naive.seen.last(), counted.highest());
    assertEquals(naive.missing(), all(counted.missing()));
    assertEquals(naive.missing().size(), counted.missingCount());
    assertEquals(naive.repeated, counted.repeated());
    assertEquals(naive.late, counted.late());
  }

  @Property(seed = "2026")
  void what_is_resent_or_comes_in_another_order_leaves_the_same_gaps(
      @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 0, max = 150) Integer> numbers,
      @ForAll long seed) {
    List<Integer> again = new ArrayList<>(numbers);
    again.addAll(numbers);
    java.util.Collections.shuffle(again, new Random(seed));
    Numbers once = count(numbers, 7);
    Numbers twice = count(again, 3);
    assertEquals(once.missing(), twice.missing());
    assertEquals(once.highest(), twice.highest());
    assertEquals(once.repeated() + numbers.size(), twice.repeated());
  }

  @Property(seed = "2026")
  void ranges_take_and_give_numbers_as_a_set_does(
      @ForAll @Size(max = 60) List<@IntRange(min = -30, max = 30) Integer> moves) {
    Ranges ranges = new Ranges(List.of());
    TreeSet<Long> set = new TreeSet<>();
    for (int i = 0; i + 2 < moves.size(); i += 3) {
      long first = Math.min(moves.get(i), moves.get(i + 1));
      long last = Math.max(moves.get(i), moves.get(i + 1));
      long before = set.size();
      for (long number = first; number <= last; number++) {
        var _ = moves.get(i + 2) % 2 == 0 ? set.add(number) : set.remove(number);
      }
      if (moves.get(i + 2) % 2 == 0) {
        ranges.add(new Range(first, last));
      } else {
        assertEquals(before - set.size(), ranges.remove(new Range(first, last)));
      }
      assertEquals(set, all(ranges.list()));
      assertNoNeighbours(ranges.list());
    }
  }

  private static void assertNoNeighbours(List<Range> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      assertTrue(ranges.get(i).first() > ranges.get(i - 1).last() + 1, ranges.toString());
    }
  }

  @Test
  void a_gap_opens_and_is_filled() {
    Counting counting = new Counting(null);
    assertNull(counting.numbers());
    counting.take(new Range(1, 10));
    counting.take(new Range(15, 15));
    assertEquals(List.of(new Range(11, 14)), requireNonNull(counting.numbers()).missing());
    counting.take(new Range(12, 13));
    assertEquals(
        List.of(new Range(11, 11), new Range(14, 14)),
        requireNonNull(counting.numbers()).missing());
    counting.dismiss(new Range(1, 12));
    counting.take(new Range(14, 14));
    Numbers numbers = requireNonNull(counting.numbers());
    assertEquals(List.of(), numbers.missing());
    assertEquals(3, numbers.late());
    assertEquals(0, numbers.repeated());
  }

  @Test
  void the_largest_and_smallest_numbers_do_not_overflow() {
    Counting counting = new Counting(null);
    counting.take(new Range(0, 0));
    counting.take(new Range(Long.MAX_VALUE, Long.MAX_VALUE));
    counting.take(new Range(Long.MIN_VALUE, Long.MIN_VALUE));
    counting.take(new Range(Long.MAX_VALUE, Long.MAX_VALUE));
    Numbers numbers = requireNonNull(counting.numbers());
    assertEquals(Long.MAX_VALUE, numbers.missingCount());
    assertEquals(
        List.of(new Range(Long.MIN_VALUE + 1, -1), new Range(1, Long.MAX_VALUE - 1)),
        numbers.missing());
    assertEquals(1, numbers.repeated());
    Arrivals arrivals = new Arrivals();
    arrivals.add("S", Long.MAX_VALUE);
    arrivals.add("S", Long.MIN_VALUE);
    assertEquals(2, runs(arrivals).size());
  }

  @Test
  void numbers_that_are_no_sequence_cost_a_bounded_place() {
    Counting counting = new Counting(null);
    for (long i = 0; i < 3L * Counting.KEPT; i++) {
      counting.take(new Range(i * 10, i * 10));
    }
    Numbers numbers = requireNonNull(counting.numbers());
    assertEquals(Counting.KEPT, numbers.missing().size());
    long gaps = 3L * Counting.KEPT - 1;
    assertEquals(gaps * 9, numbers.forgotten() + numbers.missingCount());
    counting.take(new Range(5, 5));
    assertEquals(numbers.missing(), requireNonNull(counting.numbers()).missing());
  }

  @Test
  void senders_are_told_apart_and_keep_odd_names() {
    Arrivals arrivals = new Arrivals();
    assertNull(arrivals.text());
    String odd = "quote\" nul\0 lone\uD800 umlaut\u00fc";
    arrivals.add(odd, 1L);
    arrivals.add("B", 5L);
    arrivals.add(odd, 2L);
    arrivals.add(odd, 2L);
    arrivals.add("C", null);
    String text = requireNonNull(arrivals.text());
    assertTrue(text.chars().allMatch(c -> c >= ' ' && c < 127), text);
    assertEquals(List.of(new Range(1, 2), new Range(2, 2)), runs(arrivals, odd));
    assertEquals(List.of(new Range(5, 5)), runs(arrivals, "B"));
    assertEquals(List.of(), runs(arrivals, "C"));
  }

  @Test
  void who_is_named_by_rejected_records_alone_is_marked() {
    Arrivals arrivals = new Arrivals();
    arrivals.claim("named", 7L);
    arrivals.claim("both", 1L);
    arrivals.add("both", 2L);
    arrivals.claim("numberless", null);
    var read = Arrivals.read(requireNonNull(arrivals.text()));
    assertEquals(new Arrivals.Of(List.of(new Range(7, 7)), true), read.get("named"));
    assertEquals(new Arrivals.Of(List.of(new Range(1, 2)), false), read.get("both"));
    assertEquals(new Arrivals.Of(List.of(), true), read.get("numberless"));
  }
}

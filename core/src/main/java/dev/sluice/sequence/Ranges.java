package dev.sluice.sequence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of whole numbers that are mostly neighbours. Not thread-safe. */
final class Ranges {
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  Ranges(Collection<Range> ranges) {
    ranges.forEach(this::add);
  }

  /** Adds all of a range; what is there already stays. */
  void add(Range range) {
    long first = range.first();
    long last = range.last();
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
    if (before != null && (before.getValue() >= first || before.getValue() + 1 == first)) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    Map.Entry<Long, Long> within = lastByFirst.ceilingEntry(first);
    while (within != null
        && (within.getKey() <= last || (last != Long.MAX_VALUE && within.getKey() == last + 1))) {
      last = Math.max(last, within.getValue());
      lastByFirst.remove(within.getKey());
      within = lastByFirst.ceilingEntry(first);
    }
    lastByFirst.put(first, last);
  }

  /** Takes all of a range out; returns how many of its numbers were there. */
  long remove(Range range) {
    long removed = 0;
    Map.Entry<Long, Long> before = lastByFirst.lowerEntry(range.first());
    if (before != null && before.getValue() >= range.first()) {
      lastByFirst.put(before.getKey(), range.first() - 1);
      long last = Math.min(before.getValue(), range.last());
      removed = saturated(removed, new Range(range.first(), last).count());
      if (before.getValue() > range.last()) {
        lastByFirst.put(range.last() + 1, before.getValue());
      }
    }
    Map.Entry<Long, Long> within = lastByFirst.ceilingEntry(range.first());
    while (within != null && within.getKey() <= range.last()) {
      lastByFirst.remove(within.getKey());
      long last = Math.min(within.getValue(), range.last());
      removed = saturated(removed, new Range(within.getKey(), last).count());
      if (within.getValue() > range.last()) {
        lastByFirst.put(range.last() + 1, within.getValue());
      }
      within = lastByFirst.ceilingEntry(range.first());
    }
    return removed;
  }

  /** Takes the lowest range out. */
  Range removeLowest() {
    Map.Entry<Long, Long> lowest = lastByFirst.pollFirstEntry();
    if (lowest == null) {
      throw new IllegalStateException("there is none");
    }
    return new Range(lowest.getKey(), lowest.getValue());
  }

  int ranges() {
    return lastByFirst.size();
  }

  List<Range> list() {
    List<Range> list = new ArrayList<>(lastByFirst.size());
    lastByFirst.forEach((first, last) -> list.add(new Range(first, last)));
    return list;
  }

  /** A sum that stops at the largest long. */
  static long saturated(long one, long other) {
    long sum = one + other;
    return one >= 0 && other >= 0 && sum < 0 ? Long.MAX_VALUE : sum;
  }
}

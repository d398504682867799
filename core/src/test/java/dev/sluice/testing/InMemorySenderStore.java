package dev.sluice.testing;

import dev.sluice.sequence.Arrivals;
import dev.sluice.sequence.Counting;
import dev.sluice.sequence.Notice;
import dev.sluice.sequence.Numbers;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.Sender;
import dev.sluice.sequence.SenderStore;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.SenderKey;
import dev.sluice.testing.InMemoryState.SenderState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** For small numbers only: sets of them are written out. */
final class InMemorySenderStore implements SenderStore {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemorySenderStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  static void fold(Map<SenderKey, SenderState> senders, BatchState batch) {
    String seen = batch.batch.seen();
    if (seen == null) {
      return;
    }
    String tenant = batch.batch.key().tenant();
    String feed = batch.batch.key().name();
    Arrivals.read(seen)
        .forEach((source, brought) -> {
          SenderKey key = new SenderKey(tenant, feed, source);
          SenderState known = senders.get(key);
          if (known == null && brought.claimed()) {
            return;
          }
          Counting counting = new Counting(known == null ? null : known.sender.numbers());
          brought.runs().forEach(counting::take);
          Instant at = batch.acceptedAt;
          if (known == null) {
            known = new SenderState(new Sender(tenant, feed, source, null, at));
            senders.put(key, known);
          }
          Instant last = known.sender.lastAt().isAfter(at) ? known.sender.lastAt() : at;
          known.sender = new Sender(tenant, feed, source, counting.numbers(), last);
        });
  }

  @Override
  public List<Sender> senders(String tenant, String feed, int limit) {
    synchronized (state) {
      Map<SenderKey, SenderState> all = new LinkedHashMap<>();
      state.senders.forEach((key, known) -> all.put(key, new SenderState(known.sender)));
      state.batches.values().stream()
          .filter(batch -> !batch.folded)
          .forEach(batch -> fold(all, batch));
      return all.values().stream()
          .map(known -> known.sender)
          .filter(sender -> sender.tenant().equals(tenant) && sender.feed().equals(feed))
          .sorted(Comparator.comparing(Sender::lastAt).reversed())
          .limit(limit)
          .sorted(Comparator.comparing(Sender::source))
          .toList();
    }
  }

  @Override
  public List<Sender> recent(int limit) {
    synchronized (state) {
      return state.senders.values().stream()
          .map(known -> known.sender)
          .sorted(Comparator.comparing(Sender::lastAt).reversed())
          .limit(limit)
          .toList();
    }
  }

  @Override
  public List<Notice> gaps(Duration stayed, int limit) {
    synchronized (state) {
      List<Notice> notices = new ArrayList<>();
      Instant now = clock.instant();
      for (SenderState known : state.senders.values()) {
        Numbers numbers = known.sender.numbers();
        if (numbers == null || known.lookedAt.isAfter(now.minus(stayed))) {
          continue;
        }
        NavigableSet<Long> missing = all(numbers.missing());
        NavigableSet<Long> told = all(known.announced);
        NavigableSet<Long> opened = all(known.candidate);
        opened.retainAll(missing);
        NavigableSet<Long> announced = new TreeSet<>(opened);
        announced.addAll(told);
        announced.retainAll(missing);
        opened.removeAll(told);
        NavigableSet<Long> closed = new TreeSet<>(told);
        closed.removeAll(missing);
        known.announced = ranges(announced);
        known.candidate = numbers.missing();
        known.lookedAt = now;
        if (!opened.isEmpty() || !closed.isEmpty()) {
          Sender sender = known.sender;
          notices.add(
              new Notice.Gaps(
                  sender.tenant(), sender.feed(), sender.source(), ranges(opened), ranges(closed)));
        }
      }
      return notices;
    }
  }

  private static NavigableSet<Long> all(List<Range> ranges) {
    NavigableSet<Long> all = new TreeSet<>();
    for (Range range : ranges) {
      for (long number = range.first(); number <= range.last(); number++) {
        all.add(number);
      }
    }
    return all;
  }

  private static List<Range> ranges(NavigableSet<Long> numbers) {
    List<Range> ranges = new ArrayList<>();
    for (long number : numbers) {
      Range last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && last.last() + 1 == number) {
        ranges.set(ranges.size() - 1, new Range(last.first(), number));
      } else {
        ranges.add(new Range(number, number));
      }
    }
    return ranges;
  }

  @Override
  public List<Notice> silences(String tenant, String feed, Duration expected) {
    synchronized (state) {
      List<Notice> notices = new ArrayList<>();
      Instant before = clock.instant().minus(expected);
      for (SenderState known : state.senders.values()) {
        Sender sender = known.sender;
        boolean silent = sender.lastAt().isBefore(before);
        boolean waiting =
            state.batches.values().stream()
                .anyMatch(batch ->
                    !batch.state.equals("settled")
                        && batch.batch.key().name().equals(feed)
                        && batch.batch.key().tenant().equals(tenant));
        if (sender.tenant().equals(tenant)
            && sender.feed().equals(feed)
            && silent != known.silent
            && !waiting) {
          known.silent = silent;
          notices.add(
              silent
                  ? new Notice.Silent(tenant, feed, sender.source(), sender.lastAt())
                  : new Notice.Back(tenant, feed, sender.source(), sender.lastAt()));
        }
      }
      return notices;
    }
  }

  @Override
  public Optional<Sender> dismiss(String tenant, String feed, String source, Range numbers) {
    synchronized (state) {
      new InMemoryBooks(state, clock).fold(Integer.MAX_VALUE);
      @Nullable SenderState known = state.senders.get(new SenderKey(tenant, feed, source));
      if (known == null) {
        return Optional.empty();
      }
      Counting counting = new Counting(known.sender.numbers());
      counting.dismiss(numbers);
      known.sender = new Sender(tenant, feed, source, counting.numbers(), known.sender.lastAt());
      return Optional.of(known.sender);
    }
  }

  @Override
  public int purge(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      List<SenderKey> old =
          state.senders.entrySet().stream()
              .filter(one -> one.getValue().sender.lastAt().isBefore(before))
              .map(Map.Entry::getKey)
              .limit(limit)
              .toList();
      old.forEach(state.senders::remove);
      return old.size();
    }
  }
}

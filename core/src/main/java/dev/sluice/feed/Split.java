package dev.sluice.feed;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.sequence.Arrivals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one acceptance took, split into batches: what settles at once, and what waits in a lane. The
 * numbers of a sender go with what waits of it, where something does, so that they are counted in
 * the order they came. For one acceptance, used by one thread.
 */
final class Split {
  /** Of batches that wait in no order. */
  private static final String NO_LANE = "";

  private final Tracking tracking;
  private final List<Entry> entries;
  private final List<Entry> settling = new ArrayList<>();
  private final Map<String, List<Entry>> waiting = new TreeMap<>();
  private final Arrivals settled = new Arrivals();
  private final Map<String, Arrivals> queued = new HashMap<>();

  /**
   * What is to be known of senders.
   *
   * @param on whether anything is
   * @param sources whether records say whose they are; else the feed has one sender
   */
  record Tracking(boolean on, boolean sources) {}

  private Split(Tracking tracking, List<Entry> entries) {
    this.tracking = tracking;
    this.entries = entries;
  }

  /**
   * All of it settles now.
   *
   * @param taken what the entries were made of, one each
   */
  static Split settling(Tracking tracking, List<Entry> entries, List<Taken> taken) {
    Split split = new Split(tracking, entries);
    split.settling.addAll(entries);
    taken.forEach(one -> split.track(split.settled, one));
    return split;
  }

  /**
   * What was rejected settles now, the rest waits.
   *
   * @param ordered the feed that has a lane for each sender; null: they wait in no order
   */
  static Split waiting(
      Tracking tracking, @Nullable String ordered, List<Entry> entries, List<Taken> taken) {
    Split split = new Split(tracking, entries);
    for (int i = 0; i < entries.size(); i++) {
      if (taken.get(i).rejected()) {
        split.settling.add(entries.get(i));
      } else {
        split
            .waiting
            .computeIfAbsent(lane(ordered, taken.get(i)), lane -> new ArrayList<>())
            .add(entries.get(i));
      }
    }
    for (Taken one : taken) {
      String lane = lane(ordered, one);
      split.track(
          split.waiting.containsKey(lane)
              ? split.queued.computeIfAbsent(lane, _ -> new Arrivals())
              : split.settled,
          one);
    }
    return split;
  }

  private static String lane(@Nullable String ordered, Taken one) {
    return ordered == null ? NO_LANE : ordered + "/" + (one.source() == null ? "" : one.source());
  }

  private void track(Arrivals arrivals, Taken one) {
    String sender = tracking.sources() ? one.source() : "";
    if (!tracking.on() || sender == null) {
      return;
    }
    if (tracking.sources() && one.rejected()) {
      arrivals.claim(sender, one.number());
    } else {
      arrivals.add(sender, one.number());
    }
  }

  List<Entry> settling() {
    return settling;
  }

  /** The numbers of what settles now. */
  @Nullable String settlingSeen() {
    return settled.text();
  }

  /** By lane, in one order everywhere, so that no two acceptances wait for each other. */
  Map<String, List<Entry>> waiting() {
    return waiting;
  }

  /** The numbers of what waits in a lane. */
  @Nullable String seen(String lane) {
    Arrivals arrivals = queued.get(lane);
    return arrivals == null ? null : arrivals.text();
  }

  /** As a batch names it. */
  static @Nullable String named(String lane) {
    return lane.equals(NO_LANE) ? null : lane;
  }

  /** The verdicts of all entries from those of what settled. */
  @SuppressWarnings("ReferenceEquality") // entries are told apart, not compared
  List<Verdict> all(List<Verdict> verdicts) {
    if (waiting.isEmpty()) {
      return verdicts;
    }
    List<Verdict> all = new ArrayList<>(entries.size());
    Iterator<Entry> next = settling.iterator();
    Entry settles = next.hasNext() ? next.next() : null;
    Iterator<Verdict> verdict = verdicts.iterator();
    for (Entry entry : entries) {
      if (entry == settles) {
        all.add(verdict.next());
        settles = next.hasNext() ? next.next() : null;
      } else {
        all.add(new Verdict.Accepted(entry.accepted().id()));
      }
    }
    return all;
  }
}

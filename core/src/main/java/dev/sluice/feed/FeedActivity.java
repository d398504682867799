package dev.sluice.feed;

import dev.sluice.dataset.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a feed has seen since this process started: counters, the rate of the last minute, and its
 * last payloads for people who integrate. Kept in memory; the books are the truth. Thread-safe.
 */
public final class FeedActivity {
  private static final int KEPT = 10;
  private static final int KEPT_BYTES = 4_096;
  private static final int SECONDS = 60;

  private final InstantSource clock;
  private final LongAdder received = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder duplicate = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final long[] perSecond = new long[SECONDS];
  private long second;
  private final Deque<Seen> last = new ArrayDeque<>();

  /** A record that came in; at most {@value #KEPT_BYTES} bytes of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Seen(Instant at, String verdict, byte[] payload) {}

  /** Counts since the process started, and records in the last 60 seconds. */
  public record Snapshot(
      long received,
      long stored,
      long duplicate,
      long rejected,
      long accepted,
      long lastMinute,
      List<Seen> last) {}

  FeedActivity(InstantSource clock) {
    this.clock = clock;
  }

  void note(Verdict verdict, byte[] original) {
    received.increment();
    counter(verdict).increment();
    Instant now = clock.instant();
    synchronized (last) {
      advance(now.getEpochSecond());
      perSecond[(int) (second % SECONDS)]++;
      Seen newest = last.peekFirst();
      // Enough for people to look at, and nothing a busy feed would feel.
      if (newest == null || last.size() < KEPT || newest.at().plusMillis(200).isBefore(now)) {
        byte[] shown =
            original.length <= KEPT_BYTES
                ? original
                : java.util.Arrays.copyOf(original, KEPT_BYTES);
        last.addFirst(new Seen(now, word(verdict), shown));
        if (last.size() > KEPT) {
          last.removeLast();
        }
      }
    }
  }

  private void advance(long now) {
    long steps = Math.min(SECONDS, now - second);
    for (long i = 1; i <= steps; i++) {
      perSecond[(int) ((now - steps + i) % SECONDS)] = 0;
    }
    second = Math.max(second, now);
  }

  public Snapshot snapshot() {
    synchronized (last) {
      advance(clock.instant().getEpochSecond());
      long minute = 0;
      for (long count : perSecond) {
        minute += count;
      }
      return new Snapshot(
          received.sum(),
          stored.sum(),
          duplicate.sum(),
          rejected.sum(),
          accepted.sum(),
          minute,
          new ArrayList<>(last));
    }
  }

  private LongAdder counter(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Stored v -> stored;
      case Verdict.Duplicate v -> duplicate;
      case Verdict.Resent v -> duplicate;
      case Verdict.Conflict v -> rejected;
      case Verdict.Rejected v -> rejected;
      case Verdict.Accepted v -> accepted;
    };
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Stored v -> "stored";
      case Verdict.Duplicate v -> "duplicate";
      case Verdict.Resent v -> "duplicate";
      case Verdict.Conflict v -> "conflict";
      case Verdict.Rejected v -> "rejected";
      case Verdict.Accepted v -> "accepted";
    };
  }
}

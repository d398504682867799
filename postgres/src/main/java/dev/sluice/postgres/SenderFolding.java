package dev.sluice.postgres;

import dev.sluice.sequence.Counting;
import dev.sluice.sequence.Sender;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds what batches brought to what is known of their senders, batch by batch. Used once and thrown
 * away.
 */
final class SenderFolding {
  private final Map<Seen.SenderKey, Sender> senders = new LinkedHashMap<>();

  /** What was known before. */
  void known(Sender sender) {
    senders.put(new Seen.SenderKey(sender.tenant(), sender.feed(), sender.source()), sender);
  }

  void add(Seen seen) {
    senders.compute(
        seen.sender(),
        (key, before) -> before == null && seen.claimed() ? null : after(before, seen));
  }

  private static Sender after(@Nullable Sender before, Seen seen) {
    Counting counting = new Counting(before == null ? null : before.numbers());
    seen.runs().forEach(counting::take);
    Instant last =
        before != null && before.lastAt().isAfter(seen.at()) ? before.lastAt() : seen.at();
    return new Sender(
        seen.sender().tenant(),
        seen.sender().feed(),
        seen.sender().source(),
        counting.numbers(),
        last);
  }

  Collection<Sender> senders() {
    return senders.values();
  }
}

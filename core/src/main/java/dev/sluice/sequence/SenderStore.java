package dev.sluice.sequence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Port: what is known of senders and their sequences. It is written by folding batches into their
 * runs ({@link dev.sluice.run.Books#fold}), each batch once; reads add the batches that are not
 * folded yet. Safe beside each other from any process.
 */
public interface SenderStore {

  /** Those of one feed by source, at most {@code limit}, the ones heard of last. */
  List<Sender> senders(String tenant, String feed, int limit);

  /** As far as folded, of all feeds, at most {@code limit}, the ones heard of last. */
  List<Sender> recent(int limit);

  /**
   * What is new since it was asked last, by whatever process: each notice is given once.
   *
   * @param stayed how long a gap must have been there; with less, numbers that overtake each other
   *     on their way would be gaps
   * @param limit senders looked at
   */
  List<Notice> gaps(Duration stayed, int limit);

  /**
   * Senders of one feed that fell silent or came back since it was asked last: each notice is given
   * once.
   *
   * @param expected after this long without a record a sender is silent
   */
  List<Notice> silences(String tenant, String feed, Duration expected);

  /**
   * Says that these numbers will not come. Returns the sender as it is then; empty where there is
   * no such sender.
   */
  Optional<Sender> dismiss(String tenant, String feed, String source, Range numbers);

  /** Forgets up to {@code limit} senders not heard of for longer than {@code age}. */
  int purge(Duration age, int limit);
}

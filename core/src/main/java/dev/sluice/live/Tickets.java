package dev.sluice.live;

import java.time.Duration;
import java.util.Optional;

/**
 * Port: tickets that open one live connection each. A browser cannot send a header with a WebSocket
 * or an event stream, and a key does not belong into a URL: a ticket may stand there, since it is
 * spent when anybody reads it. Good in any process of the database.
 */
public interface Tickets {

  /**
   * Keeps a ticket for its holder.
   *
   * @param hash of the ticket, which itself is kept nowhere
   * @param holder whom it lets in, as the caller names it
   */
  void issue(byte[] hash, String holder, Duration good);

  /** The holder of a ticket that is good; whoever asks first gets it, and then it is spent. */
  Optional<String> spend(byte[] hash);

  /** Forgets up to {@code limit} tickets that are good no more; returns how many. */
  int purge(int limit);
}

package dev.sluice.server.http;

/** Somebody who watches topics, over whatever protocol. */
interface LiveConnection {

  /**
   * Called every second: says that it is still there, and gives up on a peer that reads nothing.
   */
  void tick(long nanoTime);

  /** It is over from this side: the peer may come back, to another process or with another key. */
  void end(String reason);
}

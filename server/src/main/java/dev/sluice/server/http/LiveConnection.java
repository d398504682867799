package dev.sluice.server.http;

/** Somebody who watches topics, over whatever protocol. */
interface LiveConnection {

  /**
   * Called every second: says that it is still there, and gives up on a peer that reads nothing.
   */
  void tick(long nanoTime);

  /** The server stops: the peer may come back to another process. */
  void end();
}

package dev.sluice.run;

import java.time.Duration;

/** Renews a lease while its handler lives, and interrupts the handler when the lease is lost. */
final class LeaseRenewal implements AutoCloseable {
  private final BatchStore batches;
  private final Lease lease;
  private final Duration duration;
  private final Thread holder;
  private final Thread renewer;
  private boolean closed;
  private boolean lost;

  LeaseRenewal(BatchStore batches, Lease lease, Duration duration, Thread holder) {
    this.batches = batches;
    this.lease = lease;
    this.duration = duration;
    this.holder = holder;
    this.renewer = Thread.ofVirtual().name("lease-renewal").start(this::renew);
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(duration.dividedBy(3));
        if (!renewed()) {
          loseUnlessClosed();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the handler is done
    }
  }

  /** A fault of the backend is no verdict on the lease: the next renewal, or the epoch, decides. */
  private boolean renewed() {
    try {
      return batches.renew(lease, duration);
    } catch (BackendException e) {
      return true;
    }
  }

  private synchronized void loseUnlessClosed() {
    if (!closed) {
      lost = true;
      holder.interrupt();
    }
  }

  /** Whether the holder was interrupted because its lease is another's now. */
  synchronized boolean lost() {
    return lost;
  }

  @Override
  public synchronized void close() {
    closed = true;
    renewer.interrupt();
  }
}

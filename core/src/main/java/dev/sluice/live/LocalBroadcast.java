package dev.sluice.live;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Among the listeners of one process. */
public final class LocalBroadcast implements Broadcast {
  private final InstantSource clock;
  private final AtomicLong newest = new AtomicLong();
  private final List<Listener> listeners = new ArrayList<>();

  public LocalBroadcast(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void changed(Topic topic) {
    listeners.forEach(listener -> listener.changed(topic));
  }

  /** Says that anything may have changed. */
  public synchronized void missed() {
    listeners.forEach(Listener::missed);
  }

  @Override
  public synchronized Listening listen(Listener listener) {
    listeners.add(listener);
    return () -> forget(listener);
  }

  private synchronized void forget(Listener listener) {
    listeners.remove(listener);
  }

  @Override
  public long version() {
    long now = ChronoUnit.MICROS.between(java.time.Instant.EPOCH, clock.instant());
    return newest.updateAndGet(last -> Math.max(last + 1, now));
  }
}

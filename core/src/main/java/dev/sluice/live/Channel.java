package dev.sluice.live;

import dev.sluice.record.StrictJson;
import dev.sluice.run.BackendException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic as one tenant sees it: read once for all who watch it, one read after the other, so
 * that versions only grow. Has a thread only while there is something to read.
 *
 * <p>A new watch is shown a state that was read after it began, never a kept one: whoever comes
 * here from another process has perhaps seen a newer one there.
 */
final class Channel {
  private static final Logger log = LoggerFactory.getLogger(Channel.class);
  private static final Duration AFTER_FAULT = Duration.ofMillis(500);
  private static final String GONE = "null";

  /**
   * What all channels share.
   *
   * @param pace from one read of a channel to the next, unless somebody new waits for it
   * @param readers how many channels may read at once
   */
  record Means(LongSupplier versions, Duration pace, Semaphore readers) {}

  private final Topic topic;
  private final @Nullable String tenant;
  private final SnapshotSource source;
  private final Means means;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Set<Watch> watches = new LinkedHashSet<>();
  private boolean changed;
  private boolean reading;
  private int waiting;
  private long readAt;
  private long version;
  private String data = GONE;

  Channel(Topic topic, @Nullable String tenant, SnapshotSource source, Means means) {
    this.topic = topic;
    this.tenant = tenant;
    this.source = source;
    this.means = means;
    this.readAt = System.nanoTime();
  }

  Topic topic() {
    return topic;
  }

  void add(Watch watch) {
    lock.lock();
    try {
      watches.add(watch);
      waiting++;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether somebody is left. */
  boolean remove(Watch watch) {
    lock.lock();
    try {
      watches.remove(watch);
      return !watches.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  void changed() {
    lock.lock();
    try {
      changed = true;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Without a word of a change it is read again when its time has come. */
  void refresh(long now) {
    lock.lock();
    try {
      if (now - readAt >= source.refresh().toNanos()) {
        changed = true;
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (reading) {
      news.signal();
    } else if (!watches.isEmpty()) {
      reading = true;
      Thread.ofVirtual().name("live-" + topic).start(this::read);
    }
  }

  private void read() {
    try {
      while (awaitTurn()) {
        readOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False where nothing is to be read: the thread ends. */
  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (watches.isEmpty() || (waiting == 0 && !changed)) {
          reading = false;
          return false;
        }
        long left = readAt + means.pace().toNanos() - System.nanoTime();
        if (waiting > 0 || left <= 0) {
          return true;
        }
        var _ = news.await(left, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void readOnce() throws InterruptedException {
    List<Watch> before = begin();
    long seen;
    @Nullable String found;
    means.readers().acquire();
    try {
      seen = means.versions().getAsLong();
      found =
          source
              .read(topic.id(), tenant)
              .map(json -> new String(StrictJson.write(json), StandardCharsets.UTF_8))
              .orElse(null);
    } catch (BackendException e) {
      log.atDebug().addKeyValue("topic", topic).log("live reading put off: {}", e.getMessage());
      putOff();
      return;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("topic", topic).setCause(e).log("live reading failed");
      putOff();
      return;
    } finally {
      means.readers().release();
    }
    tell(before, seen, found);
  }

  private List<Watch> begin() {
    lock.lock();
    try {
      changed = false;
      waiting = 0;
      readAt = System.nanoTime();
      return new ArrayList<>(watches);
    } finally {
      lock.unlock();
    }
  }

  /** Who waited waits on: for them it is as if they had just come. */
  private void putOff() throws InterruptedException {
    lock.lock();
    try {
      changed = true;
    } finally {
      lock.unlock();
    }
    Thread.sleep(AFTER_FAULT);
  }

  /**
   * @param before those whose watch began before the read did
   */
  private void tell(List<Watch> before, long seen, @Nullable String found) {
    String now = found == null ? GONE : found;
    boolean news = !now.equals(data);
    version = Math.max(version + 1, seen);
    data = now;
    Snapshot snapshot = new Snapshot(topic, version, now);
    for (Watch watch : before) {
      if (watch.closed()) {
        continue;
      }
      if (found == null && !watch.shown()) {
        watch.missing();
      } else if (news || !watch.shown()) {
        watch.show(snapshot);
      }
    }
  }
}

package dev.sluice.imports;

import dev.sluice.live.Broadcast;
import dev.sluice.live.Topic;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves imports on: lets them begin, notes that they run, ends them, and says so to whoever
 * watches. Every step is one transaction that any process may take; a step that a crash left out is
 * taken by {@link #sweep}. Thread-safe.
 */
public final class Progression {
  private static final Logger log = LoggerFactory.getLogger(Progression.class);
  private static final int STEP = 100;

  private final ImportQueue queue;
  private final Broadcast broadcast;
  private final ImportQueue.Room room;
  private final Duration silence;

  /**
   * @param room for imports under way
   * @param silence after which an import that nobody works on is queued again
   */
  public Progression(
      ImportQueue queue, Broadcast broadcast, ImportQueue.Room room, Duration silence) {
    this.queue = queue;
    this.broadcast = broadcast;
    this.room = room;
    this.silence = silence;
  }

  /** Something about the import has changed. */
  void changed(UUID id) {
    broadcast.changed(Topic.of("imports", id));
  }

  /** Lets waiting imports begin, as far as there is room. */
  public int admit() {
    var admitted = queue.admit(room);
    for (UUID id : admitted) {
      log.atInfo().addKeyValue("import", id).log("import admitted");
    }
    return admitted.size();
  }

  /** A worker is at a chunk. */
  void begun(UUID id) {
    if (queue.start(id)) {
      changed(id);
    }
  }

  /** A chunk is settled; perhaps it was the last. */
  void settled(UUID id) {
    finish(id);
    changed(id);
  }

  private boolean finish(UUID id) {
    boolean last = queue.finish(id);
    if (last) {
      log.atInfo().addKeyValue("import", id).log("import ended");
      changed(id);
      admit();
    }
    return last;
  }

  /** Cancels it; false where it is over already. */
  boolean cancel(UUID id) {
    boolean stopped = queue.cancel(id);
    if (stopped) {
      log.atInfo().addKeyValue("import", id).log("import cancelled");
      changed(id);
      admit();
    }
    return stopped;
  }

  /** Does what somebody who died should have done; returns how much it was. */
  public int sweep() {
    int done = admit();
    for (UUID id : queue.finishable(STEP)) {
      done += finish(id) ? 1 : 0;
    }
    for (UUID id : queue.rest(silence)) {
      log.atWarn().addKeyValue("import", id).log("nobody works on this import, queued again");
      changed(id);
    }
    return done;
  }
}

package dev.sluice.live;

/**
 * Port: tells every process that a topic has changed, and gives the versions all of them agree on.
 * A word may be lost, late or doubled: a watched topic is read again now and then without one.
 * Thread-safe.
 */
public interface Broadcast {

  /**
   * Says that what this topic shows has changed, once that is committed. Returns at once and never
   * fails; many words about one topic may become one.
   */
  void changed(Topic topic);

  /** Hears what any process says, this one included, until it is closed. */
  Listening listen(Listener listener);

  /**
   * A number not smaller than any that was given before, in any process.
   *
   * @throws dev.sluice.run.BackendException where the backend is away
   */
  long version();

  /** Called from one thread at a time; returns at once. */
  interface Listener {
    void changed(Topic topic);

    /** Words may have been lost: anything may have changed. */
    void missed();
  }

  /** Stops listening; nothing is heard after {@link #close} has returned. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}

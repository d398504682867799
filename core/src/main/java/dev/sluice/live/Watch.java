package dev.sluice.live;

/** One watcher's view of one topic, until it is closed. */
public final class Watch implements AutoCloseable {
  private final Topic topic;
  private final Watcher watcher;
  private final Runnable end;
  private volatile boolean closed;
  private boolean shown;

  Watch(Topic topic, Watcher watcher, Runnable end) {
    this.topic = topic;
    this.watcher = watcher;
    this.end = end;
  }

  public Topic topic() {
    return topic;
  }

  /** Only its channel's reader asks and tells. */
  boolean shown() {
    return shown;
  }

  void show(Snapshot snapshot) {
    shown = true;
    if (!closed) {
      watcher.show(this, snapshot);
    }
  }

  void missing() {
    if (!closed) {
      close();
      watcher.missing(this);
    }
  }

  boolean closed() {
    return closed;
  }

  /** Nothing more is shown, but for what is being shown right now. */
  @Override
  public void close() {
    closed = true;
    end.run();
  }
}

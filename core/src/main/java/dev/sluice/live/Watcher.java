package dev.sluice.live;

/** Is shown what it watches. Called from many threads; returns at once and throws nothing. */
public interface Watcher {

  /** The current state first, then newer ones. */
  void show(Watch watch, Snapshot snapshot);

  /** There is no such thing: the watch has ended before it showed anything. */
  void missing(Watch watch);
}

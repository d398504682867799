package dev.sluice.asl.engine;

/**
 * What an execution holds at once: children that run, and items that Maps have yet to go through.
 * Bounded, so that Maps within Maps end in an error and not in an exhausted heap.
 */
final class Held {
  /** Items of all Maps that run now. */
  static final long MAX_ITEMS = 1_000_000;

  /** Children of all states that run now; beyond them every Map still has one at a time. */
  static final int MAX_CHILDREN = 100_000;

  private long items;
  private int children;

  boolean roomForChildren() {
    return children < MAX_CHILDREN;
  }

  void added() {
    children++;
  }

  void removed(Frame child) {
    children--;
    release(child);
  }

  /** Throws where the items are too many; the state that wants them fails. */
  void take(Children owner, int count) {
    if (items + count > MAX_ITEMS) {
      throw StateFailure.runtime(
          "The Map states of the execution hold more than %d items at once.".formatted(MAX_ITEMS));
    }
    items += count;
    owner.held = count;
  }

  /** The frame's children are done with, in whatever way. */
  void release(Frame frame) {
    Children owner = frame.children;
    if (owner != null) {
      items -= owner.held;
      owner.held = 0;
    }
  }

  /** A frame that was stored and is read back. */
  void restored(Frame frame) {
    Children owner = frame.children;
    if (owner != null) {
      children += owner.active.size();
      owner.held = owner.items == null ? 0 : owner.items.size();
      items += owner.held;
    }
  }
}

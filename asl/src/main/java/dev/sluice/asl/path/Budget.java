package dev.sluice.asl.path;

/** Bounds the nodes that one read may visit, so that nested deep scans end. */
final class Budget {
  private static final int NODES = 2_000_000;
  private int left = NODES;

  void spend() {
    if (--left < 0) {
      throw new InvalidPathException("The path visits more than " + NODES + " nodes");
    }
  }
}

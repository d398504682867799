package dev.sluice.record;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** States with one transition each on a set of bytes, and any number on nothing. State 0 starts. */
final class StateGraph {
  private static final int MAX_STATES = 4_000;

  private final List<BitSet> bytes = new ArrayList<>();
  private final List<Integer> targets = new ArrayList<>();
  private final List<List<Integer>> free = new ArrayList<>();

  /** There are more states than one would want. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("too many states", null, false, false);
    }
  }

  int state() {
    if (bytes.size() == MAX_STATES) {
      throw new TooLarge();
    }
    bytes.add(new BitSet());
    targets.add(-1);
    free.add(new ArrayList<>());
    return bytes.size() - 1;
  }

  void transition(int from, BitSet on, int target) {
    bytes.set(from, on);
    targets.set(from, target);
  }

  void free(int from, int target) {
    free.get(from).add(target);
  }

  /** With every state that is reached from these on nothing. */
  BitSet closure(BitSet states) {
    BitSet closure = (BitSet) states.clone();
    List<Integer> open = new ArrayList<>(states.stream().boxed().toList());
    while (!open.isEmpty()) {
      for (int target : free.get(open.removeLast())) {
        if (!closure.get(target)) {
          closure.set(target);
          open.add(target);
        }
      }
    }
    return closure;
  }

  BitSet step(BitSet states, int b) {
    BitSet reached = new BitSet();
    for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
      if (bytes.get(state).get(b)) {
        reached.set(targets.get(state));
      }
    }
    return closure(reached);
  }
}

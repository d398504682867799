package dev.sluice.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A common regular expression as a table of states, matched against ASCII at one look-up a byte.
 * What {@link PatternParser} does not read is left to the general way.
 */
final class BytePattern {
  private static final int MAX_STATES = 256;
  private static final int ASCII = 128;

  /** By state and byte; -1 where nothing follows. */
  private final short[] next;

  private final boolean[] accepting;

  private BytePattern(short[] next, boolean[] accepting) {
    this.next = next;
    this.accepting = accepting;
  }

  /**
   * What {@code dev.sluice.jsonata.EcmaPattern.find} says of the text.
   *
   * @param bytes ASCII alone
   */
  boolean matches(byte[] bytes, int from, int to) {
    int state = 0;
    for (int i = from; i < to; i++) {
      state = next[state * ASCII + bytes[i]];
      if (state < 0) {
        return false;
      }
    }
    return accepting[state];
  }

  /** Empty for a pattern that is not common. */
  static Optional<BytePattern> compile(String pattern) {
    try {
      return PatternParser.parse(pattern).flatMap(BytePattern::of);
    } catch (StateGraph.TooLarge e) {
      return Optional.empty();
    }
  }

  private static Optional<BytePattern> of(PatternNode node) {
    StateGraph graph = new StateGraph();
    BitSet start = new BitSet();
    start.set(graph.state());
    int end = node.emit(graph, 0);
    Map<BitSet, Integer> numbers = new HashMap<>();
    List<BitSet> states = new ArrayList<>();
    number(graph.closure(start), numbers, states);
    short[] next = new short[MAX_STATES * ASCII];
    for (int state = 0; state < states.size(); state++) {
      for (int b = 0; b < ASCII; b++) {
        BitSet reached = graph.step(states.get(state), b);
        int number = reached.isEmpty() ? -1 : number(reached, numbers, states);
        if (number >= MAX_STATES) {
          return Optional.empty();
        }
        next[state * ASCII + b] = (short) number;
      }
    }
    boolean[] accepting = new boolean[states.size()];
    for (int i = 0; i < accepting.length; i++) {
      accepting[i] = states.get(i).get(end);
    }
    return Optional.of(new BytePattern(Arrays.copyOf(next, states.size() * ASCII), accepting));
  }

  private static int number(BitSet state, Map<BitSet, Integer> numbers, List<BitSet> states) {
    Integer number = numbers.putIfAbsent(state, states.size());
    if (number == null) {
      states.add(state);
      return states.size() - 1;
    }
    return number;
  }
}

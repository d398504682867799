package dev.sluice.record;

import java.util.BitSet;
import java.util.List;

/** A part of a regular expression over bytes. */
sealed interface PatternNode {

  /** Adds its states behind one; the state in which it is done. */
  int emit(StateGraph graph, int from);

  /** One of some bytes. */
  record One(BitSet bytes) implements PatternNode {
    @Override
    public int emit(StateGraph graph, int from) {
      int before = graph.state();
      int after = graph.state();
      graph.free(from, before);
      graph.transition(before, bytes, after);
      return after;
    }
  }

  /** One part after the other. */
  record Sequence(List<PatternNode> parts) implements PatternNode {
    @Override
    public int emit(StateGraph graph, int from) {
      int at = from;
      for (PatternNode part : parts) {
        at = part.emit(graph, at);
      }
      return at;
    }
  }

  /** One of several. */
  record Either(List<PatternNode> ways) implements PatternNode {
    @Override
    public int emit(StateGraph graph, int from) {
      int end = graph.state();
      for (PatternNode way : ways) {
        graph.free(way.emit(graph, from), end);
      }
      return end;
    }
  }

  /**
   * Again and again.
   *
   * @param most -1 for without end
   */
  record Repeat(PatternNode part, int least, int most) implements PatternNode {
    @Override
    public int emit(StateGraph graph, int from) {
      int at = from;
      for (int i = 0; i < least; i++) {
        at = part.emit(graph, at);
      }
      int end = graph.state();
      graph.free(at, end);
      if (most < 0) {
        graph.free(part.emit(graph, end), end);
      }
      for (int i = least; i < most; i++) {
        at = part.emit(graph, at);
        graph.free(at, end);
      }
      return end;
    }
  }
}

package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;

/** Marks the calls a function ends in, so that they run without growing the stack. */
final class TailCalls {
  private TailCalls() {}

  static Node mark(Node node) {
    switch (node.kind) {
      case FUNCTION -> node.thunk = node.predicate == null;
      case CONDITION -> {
        node.rhs = mark(node.rhs());
        @Nullable Node otherwise = node.third;
        if (otherwise != null) {
          node.third = mark(otherwise);
        }
      }
      case BLOCK -> {
        if (!node.items.isEmpty()) {
          node.items.set(node.items.size() - 1, mark(node.last()));
        }
      }
      default -> {
        // nothing to mark
      }
    }
    return node;
  }
}

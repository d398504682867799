package dev.sluice.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The variables of one entry into a {@link Scope}. A slot never assigned lets the outer one shine
 * through.
 */
final class Frame {
  private static final @Nullable JsonNode[] NONE = new JsonNode[0];
  final Run run;
  final Scope scope;
  final @Nullable Frame parent;
  private final @Nullable JsonNode[] slots;

  Frame(Run run, Scope scope, @Nullable Frame parent) {
    this.run = run;
    this.scope = scope;
    this.parent = parent;
    int size = scope.names.size();
    this.slots = size == 0 ? NONE : new JsonNode[size];
  }

  Frame(Scope scope, Frame parent) {
    this(parent.run, scope, parent);
  }

  void bind(int slot, @Nullable JsonNode value) {
    slots[slot] = value == null ? MissingNode.getInstance() : value;
  }

  /** Null where nothing was bound; {@link MissingNode} where nothing's value was. */
  @Nullable JsonNode slot(int slot) {
    return slots[slot];
  }

  Frame up(int hops) {
    Frame frame = this;
    for (int i = 0; i < hops; i++) {
      frame = Node.present(frame.parent);
    }
    return frame;
  }
}

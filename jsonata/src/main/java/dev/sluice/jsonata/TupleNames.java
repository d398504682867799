package dev.sluice.jsonata;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names a path's steps, and the paths within them, bind. */
final class TupleNames {
  private TupleNames() {}

  static void collect(@Nullable Node node, Set<String> names) {
    if (node == null) {
      return;
    }
    if (node.focus != null) {
      names.add(node.focus);
    }
    if (node.index != null) {
      names.add(node.index);
    }
    if (node.ancestor != null) {
      names.add(node.ancestor.label);
    }
    if (node.stages != null) {
      for (Node.Stage stage : node.stages) {
        if (stage.index() != null) {
          names.add(stage.index());
        }
      }
    }
    collect(node.lhs, names);
    collect(node.rhs, names);
    collect(node.third, names);
    for (Node item : node.items) {
      collect(item, names);
    }
  }
}

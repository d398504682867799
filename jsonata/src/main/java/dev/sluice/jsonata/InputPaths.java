package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the shaped tree for the plain paths of fields that certainly start at the input. Where it
 * is not certain what a name is looked up in (inside functions, after anything but names, beside
 * bound positions and contexts), nothing is said.
 */
final class InputPaths {
  private final List<InputPath> found = new ArrayList<>();

  private InputPaths() {}

  static List<InputPath> of(Node tree) {
    InputPaths paths = new InputPaths();
    paths.walk(tree, List.of());
    return List.copyOf(paths.found);
  }

  /**
   * Reads one expression.
   *
   * @param context the path to what it is evaluated on; null where that is not known
   */
  private void walk(Node node, @Nullable List<InputPath.Step> context) {
    switch (node.kind) {
      case PATH -> path(node, context);
      case LAMBDA -> walk(node.rhs(), null);
      case TRANSFORM -> {
        walk(node.lhs(), null);
        walk(node.rhs(), null);
        optional(node.third, null);
      }
      default -> {
        optional(node.lhs, context);
        optional(node.rhs, context);
        optional(node.third, context);
        node.items.forEach(item -> walk(item, context));
        node.pairs.forEach(pair -> {
          walk(pair.key(), context);
          walk(pair.value(), context);
        });
        node.terms.forEach(term -> walk(term.expression(), context));
      }
    }
    stages(node.predicate, null);
    if (node.kind != Node.Kind.PATH) {
      group(node, null);
    }
  }

  private void optional(@Nullable Node node, @Nullable List<InputPath.Step> context) {
    if (node != null) {
      walk(node, context);
    }
  }

  private void path(Node path, @Nullable List<InputPath.Step> context) {
    @Nullable List<InputPath.Step> at = context;
    boolean bound = path.tuple || path.items.stream().anyMatch(InputPaths::binds);
    for (int i = 0; i < path.items.size(); i++) {
      Node step = path.items.get(i);
      if (bound) {
        walk(step, i == 0 ? context : null);
        at = null;
      } else if (step.kind == Node.Kind.NAME) {
        at = at == null ? null : longer(at, step);
      } else if (step.kind == Node.Kind.VARIABLE && i == 0) {
        at = step.value.isEmpty() ? context : step.value.equals("$") ? List.of() : null;
      } else if (step.kind == Node.Kind.SORT) {
        walk(step, at);
      } else {
        walk(step, at);
        at = null;
      }
      stages(step.stages, at);
      // A step that was no path before has its filters and grouping as its own.
      if (step.predicate != null || step.group != null) {
        at = null;
      }
    }
    if (at != null && !at.isEmpty() && !at.equals(context)) {
      found.add(new InputPath(at));
    }
    group(path, at);
  }

  /** Positions, contexts and parents make later steps look elsewhere. */
  private static boolean binds(Node step) {
    return step.tuple
        || step.focus != null
        || step.index != null
        || step.ancestor != null
        || step.kind == Node.Kind.PARENT;
  }

  private void stages(@Nullable List<Node.Stage> stages, @Nullable List<InputPath.Step> context) {
    if (stages != null) {
      for (Node.Stage stage : stages) {
        optional(stage.filter(), context);
      }
    }
  }

  private void group(Node node, @Nullable List<InputPath.Step> context) {
    if (node.group != null) {
      for (Node.Pair pair : node.group.pairs()) {
        walk(pair.key(), context);
        walk(pair.value(), context);
      }
    }
  }

  private static List<InputPath.Step> longer(List<InputPath.Step> path, Node name) {
    List<InputPath.Step> longer = new ArrayList<>(path);
    longer.add(new InputPath.Step(name.value, name.position));
    return List.copyOf(longer);
  }
}

package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the shaped tree for names that nothing gives. A name that is bound anywhere counts as bound
 * everywhere: what a host passes in, or another scope, is not told apart here.
 */
final class UnboundNames {
  private final Set<String> functions;
  private final Set<String> bound = new HashSet<>();
  private final List<Unbound> found = new ArrayList<>();

  private UnboundNames(Set<String> functions) {
    this.functions = functions;
  }

  static List<Unbound> of(Node tree, Set<String> functions) {
    UnboundNames names = new UnboundNames(functions);
    names.bind(tree);
    names.read(tree, false);
    return List.copyOf(names.found);
  }

  private void bind(Node node) {
    if (node.kind == Node.Kind.BIND) {
      bound.add(node.value);
    }
    if (node.kind == Node.Kind.LAMBDA) {
      node.items.forEach(parameter -> bound.add(parameter.value));
    }
    bind(node.focus);
    bind(node.index);
    if (node.stages != null) {
      node.stages.forEach(stage -> bind(stage.index()));
    }
    node.parts().forEach(this::bind);
  }

  private void bind(@Nullable String name) {
    if (name != null) {
      bound.add(name);
    }
  }

  /**
   * Reads one expression.
   *
   * @param step whether it is evaluated on what an earlier step gave, which may be an object that
   *     holds functions
   */
  private void read(Node node, boolean step) {
    switch (node.kind) {
      case VARIABLE -> variable(node, false);
      case FUNCTION, PARTIAL -> call(node.lhs(), step);
      case APPLY -> {
        if (node.rhs().kind == Node.Kind.VARIABLE) {
          variable(node.rhs(), true);
        }
      }
      default -> {
        // nothing that is looked up by a name of its own
      }
    }
    for (Node part : node.parts()) {
      boolean told = part.kind == Node.Kind.VARIABLE && isCalled(node, part);
      if (!told) {
        boolean later = node.kind == Node.Kind.PATH && part != node.items.getFirst();
        read(part, step || later);
      }
    }
  }

  private static boolean isCalled(Node node, Node part) {
    return switch (node.kind) {
      case FUNCTION, PARTIAL -> part == node.lhs;
      case APPLY -> part == node.rhs;
      default -> false;
    };
  }

  private void call(Node procedure, boolean step) {
    if (procedure.kind == Node.Kind.VARIABLE) {
      variable(procedure, true);
    } else if (!step && procedure.kind == Node.Kind.PATH && procedure.items.size() == 1) {
      Node name = procedure.items.getFirst();
      if (name.kind == Node.Kind.NAME && functions.contains(name.value)) {
        found.add(new Unbound(name.value, true, name.position));
      }
    }
  }

  private void variable(Node node, boolean called) {
    String name = node.value;
    boolean context = name.isEmpty() || name.equals("$");
    if (!context && !bound.contains(name) && !functions.contains(name)) {
      found.add(new Unbound(name, called, node.position));
    }
  }
}

package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The part of {@link TreeShaper} that makes location paths of binary operators. */
final class PathShaper {
  private final UnaryOperator<Node> shaper;
  private final Ancestry ancestry;

  /**
   * @param shaper shapes what is not a path
   */
  PathShaper(UnaryOperator<Node> shaper, Ancestry ancestry) {
    this.shaper = shaper;
    this.ancestry = ancestry;
  }

  private Node process(Node node) {
    return shaper.apply(node);
  }

  static Node path(Node step) {
    Node path = Node.of(Node.Kind.PATH, "", step.position);
    path.items.add(step);
    return path;
  }

  Node step(Node node) {
    Node left = process(node.lhs());
    Node result = left.kind == Node.Kind.PATH ? left : path(left);
    if (left.kind == Node.Kind.PARENT) {
      result.seekingParent = new ArrayList<>(List.of(left.slot()));
    }
    Node rest = process(node.rhs());
    if (rest.kind == Node.Kind.PATH) {
      result.items.addAll(rest.items);
    } else {
      if (rest.predicate != null) {
        rest.stages = rest.predicate;
        rest.predicate = null;
      }
      result.items.add(rest);
    }
    for (Node step : result.items) {
      if (step.kind == Node.Kind.NUMBER || step.kind == Node.Kind.VALUE) {
        throw Failure.of("S0213", step.literal).at(step.position);
      }
      if (step.kind == Node.Kind.STRING) {
        step.kind = Node.Kind.NAME;
      }
      if (step.keepArray) {
        result.keepSingletonArray = true;
      }
    }
    Node first = result.items.get(0);
    if (first.isUnary("[")) {
      first.consArray = true;
    }
    if (result.last().isUnary("[")) {
      result.last().consArray = true;
    }
    ancestry.resolve(result);
    return result;
  }

  Node predicate(Node node) {
    Node result = process(node.lhs());
    boolean inPath = result.kind == Node.Kind.PATH;
    Node step = inPath ? result.last() : result;
    if (step.group != null) {
      throw new Failure("S0209").at(node.position);
    }
    @Nullable List<Node.Stage> stages = inPath ? step.stages : step.predicate;
    if (stages == null) {
      stages = new ArrayList<>();
      if (inPath) {
        step.stages = stages;
      } else {
        step.predicate = stages;
      }
    }
    Node filter = process(node.rhs());
    if (filter.seekingParent != null) {
      for (Node.Slot slot : filter.seekingParent) {
        if (slot.level == 1) {
          ancestry.seek(step, slot);
        } else {
          slot.level--;
        }
      }
      Ancestry.push(step, filter);
    }
    stages.add(new Node.Stage(filter, null, node.position));
    return result;
  }

  Node group(Node node) {
    Node result = process(node.lhs());
    if (result.group != null) {
      throw new Failure("S0210").at(node.position);
    }
    List<Node.Pair> pairs = new ArrayList<>();
    for (Node.Pair pair : node.pairs) {
      pairs.add(new Node.Pair(process(pair.key()), process(pair.value())));
    }
    result.group = new Node.Group(pairs, node.position);
    return result;
  }

  Node order(Node node) {
    Node left = process(node.lhs());
    Node result = left.kind == Node.Kind.PATH ? left : path(left);
    Node sort = Node.of(Node.Kind.SORT, "^", node.position);
    for (Node.Term term : node.terms) {
      Node expression = process(term.expression());
      Ancestry.push(sort, expression);
      sort.terms.add(new Node.Term(term.descending(), expression));
    }
    result.items.add(sort);
    ancestry.resolve(result);
    return result;
  }

  Node focus(Node node) {
    Node result = process(node.lhs());
    Node step = result.kind == Node.Kind.PATH ? result.last() : result;
    if (step.stages != null || step.predicate != null) {
      throw new Failure("S0215").at(node.position);
    }
    if (step.kind == Node.Kind.SORT) {
      throw new Failure("S0216").at(node.position);
    }
    if (node.keepArray) {
      step.keepArray = true;
    }
    step.focus = node.rhs().value;
    step.tuple = true;
    return result;
  }

  Node index(Node node) {
    Node result = process(node.lhs());
    Node step = result;
    if (result.kind == Node.Kind.PATH) {
      step = result.last();
    } else {
      result = path(result);
      if (step.predicate != null) {
        step.stages = step.predicate;
        step.predicate = null;
      }
    }
    if (step.stages == null) {
      step.index = node.rhs().value;
    } else {
      step.stages.add(new Node.Stage(null, node.rhs().value, node.position));
    }
    step.tuple = true;
    return result;
  }
}
